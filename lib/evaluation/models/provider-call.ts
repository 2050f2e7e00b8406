import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { jsonSchema, type LanguageModel, streamText, tool, wrapLanguageModel } from "ai";
import { outgoing } from "@/lib/core/safe-fetch";
import { baseUrlOf, type Connection } from "./connection";
import { brokenOff, type CallTarget, explainError, failure, stopped, tooLate, webPage } from "./failures";
import { splitParameters } from "./parameters";
import { costUsd } from "./prices";
import { readTools, unnamedTool } from "./tools";
import type { ModelEvent, ModelRequest } from "./types";
import { completeBody, fitsStrictMode, toSdkMessages } from "./wire";

globalThis.AI_SDK_LOG_WARNINGS = false;

/** How long a call may take in all. */
const callDeadlineMs = 120_000;
const maxAnswerBytes = 16 * 1024 * 1024;

type Fetch = typeof globalThis.fetch;
type Sdk = Exclude<LanguageModel, string>;

/** `fetch` for the SDK: guarded, and with what only this request knows put into the body. */
function fetchFor(
  { kind }: Connection,
  { messages }: ModelRequest,
  rest: Record<string, unknown>,
  place: CallTarget,
): Fetch {
  return async (url, init) => {
    const body = typeof init?.body === "string" ? (JSON.parse(init.body) as Record<string, unknown>) : null;
    const complete = body && JSON.stringify(completeBody(kind, body, rest, messages));
    const response = await outgoing().fetch(
      String(url),
      { ...init, ...(complete && { body: complete }) },
      { deadlineMs: place.deadlineMs, maxBytes: maxAnswerBytes },
    );
    if (response.ok && /text\/html/i.test(response.headers.get("content-type") ?? "")) {
      await response.body?.cancel();
      throw Object.assign(new Error("not an API"), { modelFailure: webPage(place, response.status) });
    }
    return response;
  };
}

// OpenAI serves these through its Responses API alone.
const isResponsesOnly = (name: string) =>
  /^(gpt-5.*-(pro|codex)|o\d-(pro|deep-research)|.*-codex|computer-use)/.test(name);

/**
 * The SDK's model. OpenAI through Chat Completions: the Responses API knows neither `stop`, `seed` and penalties nor
 * the names of messages, which prompts have. Keys and addresses are always given, so that none is read from the environment.
 */
function modelFor(connection: Connection, name: string, fetch: Fetch): Sdk {
  const apiKey = connection.key ?? "";
  const baseURL = baseUrlOf(connection);
  switch (connection.kind) {
    case "openai": {
      const provider = createOpenAI({ apiKey, baseURL, fetch });
      return isResponsesOnly(name) ? provider.responses(name) : provider.chat(name);
    }
    case "anthropic":
      return createAnthropic({ apiKey, baseURL, fetch })(name);
    case "google":
      return createGoogleGenerativeAI({ apiKey, baseURL, fetch })(name);
    case "openai_compatible":
      return createOpenAICompatible({
        name: "compatible",
        baseURL,
        fetch,
        includeUsage: true,
        supportsStructuredOutputs: true,
        ...(connection.key && { apiKey: connection.key }),
      })(name);
  }
}

/** Asks for JSON of this schema in the provider's own way, without holding back the text as it comes. */
function withSchema(model: Sdk, schema: Record<string, unknown> | undefined): Sdk {
  if (!schema) return model;
  return wrapLanguageModel({
    model: model as Parameters<typeof wrapLanguageModel>[0]["model"],
    middleware: {
      specificationVersion: "v3",
      transformParams: async ({ params }) => ({ ...params, responseFormat: { type: "json", schema, name: "answer" } }),
    },
  });
}

function toSdkTools(tools: ModelRequest["tools"]) {
  const specs = readTools(tools ?? []).map(({ name, description, schema }) => [
    name,
    tool({ ...(description && { description }), inputSchema: jsonSchema(schema) }),
  ]);
  return specs.length > 0 ? { tools: Object.fromEntries(specs) } : {};
}

/** Calls the connection's provider and gives its answer as it comes; the last event is `finished` or `failed`. */
export async function* callProvider(
  connection: Connection,
  request: ModelRequest,
  { signal, deadlineMs = callDeadlineMs }: { signal: AbortSignal; deadlineMs?: number },
): AsyncGenerator<ModelEvent> {
  const place: CallTarget = { provider: connection.name, model: request.name, key: connection.key, deadlineMs };
  const unnamed = unnamedTool(request.tools ?? []);
  if (unnamed !== null)
    return yield failure(
      "provider_error",
      `Tool ${unnamed} of the prompt has no name. Give it one, then run it again.`,
    );
  const deadline = AbortSignal.timeout(deadlineMs);
  const left = new AbortController(); // the reader went away
  const stop = AbortSignal.any([signal, deadline, left.signal]);
  const { settings, rest } = splitParameters(request.parameters);
  const startedAt = performance.now();
  const elapsed = () => Math.round(performance.now() - startedAt);
  let ttftMs: number | null = null;
  try {
    const model = modelFor(connection, request.name, fetchFor(connection, request, rest, place));
    const { fullStream } = streamText({
      model: withSchema(model, request.responseSchema),
      messages: toSdkMessages(connection.kind, request.messages),
      allowSystemInMessages: true,
      maxRetries: 0,
      abortSignal: stop,
      onError: () => {},
      ...settings,
      ...toSdkTools(request.tools),
      providerOptions: {
        openai: {
          strictJsonSchema: fitsStrictMode(request.responseSchema),
          // Without it the Responses API keeps what was said.
          ...(isResponsesOnly(request.name) && { store: false }),
        },
      },
    });
    for await (const part of fullStream) {
      switch (part.type) {
        case "text-delta":
          ttftMs ??= elapsed();
          if (part.text) yield { type: "text", text: part.text };
          break;
        case "tool-call":
          ttftMs ??= elapsed();
          yield { type: "tool", name: part.toolName, input: part.input };
          break;
        case "error":
          throw part.error;
        case "abort":
          throw stop.reason;
        case "finish": {
          const { finishReason, rawFinishReason, totalUsage } = part;
          const isWhole = rawFinishReason !== undefined || !/^(other|error)$/.test(finishReason);
          if (!isWhole) return yield brokenOff(place);
          const tokens = { inputTokens: totalUsage.inputTokens ?? null, outputTokens: totalUsage.outputTokens ?? null };
          // Another address has its own prices.
          const cost =
            connection.baseUrl === null ? costUsd({ provider: connection.kind, name: request.name }, tokens) : null;
          yield { type: "finished", latencyMs: elapsed(), ttftMs, ...tokens, costUsd: cost, finishReason };
          return;
        }
        default:
      }
    }
    yield brokenOff(place);
  } catch (error) {
    if (signal.aborted) yield stopped();
    else yield deadline.aborted ? tooLate(place) : explainError(place, error);
  } finally {
    left.abort();
  }
}

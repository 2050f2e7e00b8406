import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { jsonSchema, type LanguageModel, streamText, tool } from "ai";
import { isAppError } from "@/lib/core/errors";
import { outgoing } from "@/lib/core/safe-fetch";
import { readFunctions, unnamedTool } from "@/lib/template/requests/tools";
import { baseUrlOf, type Connection } from "./connection";
import { brokenOff, type CallTarget, explainError, failure, stopped, tooLate, webPage } from "./failures";
import { costUsd } from "./prices";
import { isResponsesOnly, providerBody } from "./provider-body";
import type { ModelEvent, ModelFailure, ModelRequest } from "./types";

globalThis.AI_SDK_LOG_WARNINGS = false;

/** The deadline of a whole call. */
const callDeadlineMs = 120_000;
const maxAnswerBytes = 16 * 1024 * 1024;

type Fetch = typeof globalThis.fetch;
type Sdk = Exclude<LanguageModel, string>;

/**
 * Returns the `fetch` for the SDK: guarded against forbidden addresses, and with our own body, which is the request
 * that resolve returns. The SDK only streams.
 */
function fetchFor(own: Record<string, unknown>, place: CallTarget): Fetch {
  return async (url, init) => {
    const body = typeof init?.body === "string" ? (JSON.parse(init.body) as Record<string, unknown>) : null;
    const { stream, stream_options: options } = body ?? {};
    const streaming = { ...(stream === true && { stream }), ...(options !== undefined && { stream_options: options }) };
    const complete = body && JSON.stringify({ ...own, ...streaming });
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

/**
 * The SDK's model. OpenAI models use Chat Completions where possible: the Responses API does not support `stop`,
 * `seed`, penalties and names of messages. Keys and addresses are always passed, so that the SDK reads none from the
 * environment.
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

/** The tools in the SDK's form, so that the SDK can parse tool calls. */
function toSdkTools(tools: ModelRequest["tools"]) {
  const specs = readFunctions(tools).map(({ name, description, schema }) => [
    name,
    tool({ ...(description && { description }), inputSchema: jsonSchema(schema) }),
  ]);
  return specs.length > 0 ? { tools: Object.fromEntries(specs) } : {};
}

/** Returns the body of the call, or a failure if the format of this provider cannot express a message. */
function bodyOf({ kind }: Connection, request: ModelRequest): { own: Record<string, unknown> } | ModelFailure {
  try {
    return { own: providerBody(kind, request) };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return failure("provider_error", error.message);
  }
}

/** Calls the provider of a connection and streams its answer. The last event is `finished` or `failed`. */
export async function* callProvider(
  connection: Connection,
  request: ModelRequest,
  { signal, deadlineMs = callDeadlineMs }: { signal: AbortSignal; deadlineMs?: number },
): AsyncGenerator<ModelEvent> {
  const place: CallTarget = { provider: connection.name, model: request.name, key: connection.key, deadlineMs };
  const unnamed = unnamedTool(request.tools);
  if (unnamed !== null)
    return yield failure(
      "provider_error",
      `Tool ${unnamed} of the prompt has no name. Give it one, then run it again.`,
    );
  const body = bodyOf(connection, request);
  if ("type" in body) return yield body;
  const deadline = AbortSignal.timeout(deadlineMs);
  const left = new AbortController(); // aborted when the reader leaves
  const stop = AbortSignal.any([signal, deadline, left.signal]);
  const startedAt = performance.now();
  const elapsed = () => Math.round(performance.now() - startedAt);
  let ttftMs: number | null = null;
  try {
    const { fullStream } = streamText({
      model: modelFor(connection, request.name, fetchFor(body.own, place)),
      prompt: "Replaced by our own body.",
      maxRetries: 0,
      abortSignal: stop,
      onError: () => {},
      ...toSdkTools(request.tools),
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
          // A custom base URL may have other prices.
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

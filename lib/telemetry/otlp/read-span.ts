import { type Attributes, attributeLimits, eventLimits, type InteractionKind, type RejectionCode } from "../schema";
import type { AttributeValue, OtelSpan, SpanAttributes } from "./decode";
import { inputOf, outputOf } from "./texts";

/** A span as it is stored. `at` is in ms. */
export type SpanRow = {
  at: number;
  traceId: string;
  spanId: string;
  parentId: string | null;
  name: string;
  kind: InteractionKind;
  service: string | null;
  durationMs: number;
  ttftMs: number | null;
  model: string | null;
  inputTokens: number | null;
  outputTokens: number | null;
  cachedTokens: number | null;
  costUsd: number | null;
  sessionId: string | null;
  userId: string | null;
  error: string | null;
  interactionId: string | null;
  attributes: Attributes;
  input: unknown;
  output: unknown;
};

/** The prompt that a span names. The environment's name comes from the resource. */
type SpanPrompt = { prompt: string | null; version: number | null; environment: string | null };

export type ReadSpan = { row: SpanRow; prompt: SpanPrompt };
export type SpanRejection = { code: RejectionCode; message: string };

/** The maximum size of a span's attributes and events together, as JSON. */
const mostBytes = 256 * 1024;
/** JSON writes a control character as \\u0000, which is 6 bytes. */
const mostBytesOfCharacter = 6;
const mostText = 200;
const mostUsage = 10_000;

type Get = (...names: string[]) => AttributeValue | undefined;
function find(place: SpanAttributes, names: readonly string[]): AttributeValue | undefined {
  for (const name of names) {
    const value = place[name];
    if (value !== undefined && value !== null && value !== "") return value;
  }
  return undefined;
}

// A list or an object in place of a text or a number is ignored.
const textOf = (value: AttributeValue | undefined, most = mostText): string | null =>
  value === undefined || value === null || value === "" || typeof value === "object"
    ? null
    : String(value).slice(0, most);
const numberOf = (value: AttributeValue | undefined): number => {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^\s*[+-]?[\d.]/.test(value) && !/^\s*0x/i.test(value)
    ? Number(value)
    : Number.NaN;
};
const countOf = (value: AttributeValue | undefined): number | null => {
  const number = numberOf(value);
  return !Number.isInteger(number) || number < 0 || number > 1e9 ? null : number;
};
const amountOf = (value: AttributeValue | undefined, most: number): number | null => {
  const number = numberOf(value);
  return number >= 0 && number <= most ? number : null;
};

/** Returns the kind of a span by the GenAI conventions, OpenInference or the AI SDK. */
function kindOf(get: Get, name: string): InteractionKind {
  const openInference = (textOf(get("openinference.span.kind")) ?? "").toUpperCase();
  if (openInference === "TOOL") return "tool";
  if (openInference === "RETRIEVER" || openInference === "RERANKER") return "retrieval";
  if (openInference === "LLM" || openInference === "EMBEDDING") return "llm";
  if (openInference !== "") return "span";
  const operation = textOf(get("gen_ai.operation.name")) ?? "";
  if (operation === "execute_tool") return "tool";
  if (/^(chat|text_completion|generate_content|embeddings)$/.test(operation)) return "llm";
  const langfuse = textOf(get("langfuse.observation.type")) ?? "";
  if (langfuse === "generation" || langfuse === "embedding") return "llm";
  if (langfuse === "tool") return "tool";
  if (langfuse === "retriever") return "retrieval";
  const aiSdk = (textOf(get("ai.operationId", "operation.name")) ?? "").split(" ")[0] ?? "";
  if (aiSdk === "ai.toolCall") return "tool";
  if (/\.do(Generate|Stream|Embed)$/.test(aiSdk)) return "llm";
  if (aiSdk.startsWith("ai.")) return "span";
  if (operation !== "") return "span";
  if (get("gen_ai.request.model", "gen_ai.response.model", "llm.request.type") !== undefined) return "llm";
  return /\b(retriev|vector.?search)/i.test(name) || get("db.vector.query.top_k") !== undefined ? "retrieval" : "span";
}

function errorOf({ status, events, attributes }: OtelSpan): string | null {
  if (status.code !== 2) return null;
  const exception = events.find(({ name }) => name === "exception")?.attributes;
  const found = [
    status.message,
    exception?.["exception.message"],
    attributes["error.type"],
    exception?.["exception.type"],
  ];
  return String(found.find((one) => typeof one === "string" && one !== "") ?? "error").slice(0, 2_000);
}

/** Returns the time to the first token, from an attribute or from an event of the stream. */
function ttftOf({ events, startMs, endMs }: OtelSpan, get: Get): number | null {
  const reported = amountOf(get("ai.response.msToFirstChunk", "ai.stream.msToFirstChunk"), 86_400_000);
  if (reported !== null) return reported;
  const seconds = amountOf(get("gen_ai.response.time_to_first_chunk", "gen_ai.server.time_to_first_token"), 86_400);
  // Some libraries write milliseconds. A first token after the end of the call is wrong.
  if (seconds !== null) return endMs === 0 || seconds * 1_000 <= endMs - startMs ? seconds * 1_000 : null;
  const first = events.find(({ name }) => /first.?(chunk|token)/i.test(name));
  return first && first.atMs >= startMs ? first.atMs - startMs : null;
}

/** Langfuse writes token counts as one JSON text. */
function langfuseUsage(get: Get): Record<string, AttributeValue> {
  try {
    const usage: unknown = JSON.parse(textOf(get("langfuse.observation.usage_details"), mostUsage) ?? "{}");
    return typeof usage === "object" && usage !== null ? (usage as Record<string, AttributeValue>) : {};
  } catch {
    return {};
  }
}

// Values with a column of their own and texts are not stored as filterable attributes.
const handledNames =
  /^(gen_ai\.(prompt|completion|input|output|usage|system|tool\.call|tool\.definitions|retrieval|evaluation\.explanation)|traceloop\.entity\.(input|output)$|llm\.|input\.|output\.|ai\.(prompt|response|usage|toolCall|settings|request\.headers)|retrieval\.|openinference\.|langfuse\.|session\.id$|user\.id$|operation\.name$|resource\.name$)/;

/**
 * Returns up to 20 short values, lists and objects as JSON. The application's attributes come first, then those of
 * libraries.
 */
function attributesOf({ attributes, scope }: OtelSpan): Attributes {
  const short = Object.entries(attributes).flatMap(([name, sent]): [string, string | number | boolean][] => {
    const value = typeof sent === "object" && sent !== null ? JSON.stringify(sent) : sent;
    const key = name
      .replace(/^ai\.telemetry\.metadata\./, "")
      .replaceAll(/[^\w.:/-]/g, "_")
      .slice(0, attributeLimits.name);
    if (key === "" || handledNames.test(name) || value === null) return [];
    if (typeof value === "number" && !Number.isFinite(value)) return [];
    if (typeof value === "string" && (value.length > attributeLimits.text || value.includes("\0"))) return [];
    return [[key, value]];
  });
  const own = short.filter(([key]) => !/^(gen_ai|ai|llm)\./.test(key));
  const rest = short.filter(([key]) => /^(gen_ai|ai|llm)\./.test(key));
  const all = [...own, ...rest, ...(scope ? [["otel.scope", scope.slice(0, mostText)] as [string, string]] : [])];
  return Object.fromEntries(all.slice(0, attributeLimits.count));
}

const traceIdForm = /^(?!0+$)[\da-f]{32}$/;
const spanIdForm = /^(?!0+$)[\da-f]{16}$/;

/**
 * Whether attributes and events exceed `mostBytes` as JSON. Usually the number of characters shows this without
 * serializing.
 */
function isTooLong({ attributes, events }: OtelSpan): boolean {
  if (events.length === 0) {
    let most = 2;
    for (const key in attributes) {
      const value = attributes[key];
      if (typeof value === "object")
        most = Number.POSITIVE_INFINITY; // also for null, which is rare
      else most += (key.length + (typeof value === "string" ? value.length : 32)) * mostBytesOfCharacter + 6;
    }
    if (most <= mostBytes) return false;
  }
  return Buffer.byteLength(JSON.stringify([attributes, events])) > mostBytes;
}

function faultOf(span: OtelSpan, now: number): SpanRejection | null {
  const { traceId, spanId, parentId, startMs, endMs } = span;
  if (!traceIdForm.test(traceId) || !spanIdForm.test(spanId))
    return {
      code: "invalid_request",
      message: `A span's ids are 16 and 8 bytes that are not all zero (${span.name.slice(0, 60)}).`,
    };
  if (parentId === spanId) return { code: "invalid_request", message: `The span ${spanId} is its own parent.` };
  const { pastDays, aheadMinutes } = eventLimits;
  if (!(startMs >= now - pastDays * 86_400_000 && startMs <= now + aheadMinutes * 60_000))
    return {
      code: "timestamp_out_of_range",
      message: `The span ${spanId} starts outside of the last ${pastDays} days and the next ${aheadMinutes} minutes.`,
    };
  if (endMs !== 0 && endMs < startMs)
    return { code: "invalid_request", message: `The span ${spanId} ends before it starts.` };
  if (endMs > now + aheadMinutes * 60_000)
    return {
      code: "timestamp_out_of_range",
      message: `The span ${spanId} ends more than ${aheadMinutes} minutes ahead.`,
    };
  if (isTooLong(span))
    return { code: "payload_too_large", message: `The span ${spanId} has more than ${mostBytes / 1024} KiB.` };
  return null;
}

/**
 * Converts a span to a row, or returns the reason for its rejection. Never throws. Pure: `now` in ms is the server's.
 */
export function readSpan(span: OtelSpan, now: number): ReadSpan | SpanRejection {
  const fault = faultOf(span, now);
  if (fault) return fault;
  const { attributes, resource, traceId, spanId, parentId, startMs, endMs } = span;
  const get: Get = (...names) => find(attributes, names);
  const meta: Get = (...names) => get(...names) ?? get(...names.map((name) => `ai.telemetry.metadata.${name}`));
  const either: Get = (...names) => get(...names) ?? find(resource, names);
  const kind = kindOf(get, span.name);
  const version = countOf(
    meta(
      "understudy.prompt.version",
      "gen_ai.prompt.version",
      "promptVersion",
      "llm.prompt_template.version",
      "langfuse.observation.prompt.version",
    ),
  );
  const usage = langfuseUsage(get);
  return {
    row: {
      at: startMs,
      traceId,
      spanId,
      parentId,
      name:
        textOf(kind === "tool" ? get("gen_ai.tool.name", "tool.name", "ai.toolCall.name") : undefined) ??
        (span.name.slice(0, mostText) || kind),
      kind,
      service: textOf(resource["service.name"]),
      durationMs: endMs === 0 ? 0 : endMs - startMs,
      ttftMs: ttftOf(span, get),
      model: textOf(
        get(
          "gen_ai.response.model",
          "gen_ai.request.model",
          "llm.model_name",
          "embedding.model_name",
          "ai.response.model",
          "ai.model.id",
          "langfuse.observation.model.name",
        ),
      ),
      inputTokens: countOf(
        get(
          "gen_ai.usage.input_tokens",
          "gen_ai.usage.prompt_tokens",
          "llm.token_count.prompt",
          "ai.usage.inputTokens",
          "ai.usage.promptTokens",
          "llm.usage.prompt_tokens",
        ) ?? usage.input,
      ),
      outputTokens: countOf(
        get(
          "gen_ai.usage.output_tokens",
          "gen_ai.usage.completion_tokens",
          "llm.token_count.completion",
          "ai.usage.outputTokens",
          "ai.usage.completionTokens",
          "llm.usage.completion_tokens",
        ) ?? usage.output,
      ),
      cachedTokens: countOf(
        get(
          "gen_ai.usage.cache_read.input_tokens",
          "gen_ai.usage.cache_read_input_tokens",
          "llm.token_count.prompt_details.cache_read",
          "ai.usage.cachedInputTokens",
        ),
      ),
      costUsd: amountOf(get("gen_ai.usage.cost", "llm.cost.total", "understudy.cost_usd"), 1_000_000),
      sessionId: textOf(meta("session.id", "gen_ai.conversation.id", "sessionId")),
      userId: textOf(meta("user.id", "enduser.id", "userId")),
      error: errorOf(span),
      interactionId: textOf(meta("understudy.interaction_id", "interactionId")),
      attributes: attributesOf(span),
      input: inputOf(span),
      output: outputOf(span),
    },
    prompt: {
      prompt: textOf(
        meta("understudy.prompt.name", "gen_ai.prompt.name", "promptName", "langfuse.observation.prompt.name"),
      ),
      version: version === 0 ? null : version,
      environment: textOf(either("understudy.environment", "deployment.environment.name", "deployment.environment")),
    },
  };
}

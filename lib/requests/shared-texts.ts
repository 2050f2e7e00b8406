import { sha256Hex } from "@/lib/core/hash";
import { type ContentPolicy, redact } from "@/lib/telemetry/content-policy";
import type { InteractionDetail } from "@/lib/telemetry/queries/interactions";
import type { SharedTexts, SharedToolCall } from "./shared-parts";

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

// The field names of OpenAI, Anthropic, the Vercel AI SDK and OpenTelemetry.
const callLists = new Set(["tool_calls", "toolCalls", "function_call"]);
const callTypes = new Set(["tool_use", "tool_call", "tool-call", "function_call", "server_tool_use"]);

function parsed(text: unknown): unknown {
  if (typeof text !== "string") return text ?? null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function toCall(call: unknown): SharedToolCall {
  const fields = isFields(call) ? call : { input: call };
  const source = isFields(fields.function) ? fields.function : fields;
  const name = source.name ?? source.toolName;
  return {
    name: typeof name === "string" ? name : "tool",
    input: parsed(source.arguments ?? source.input ?? source.args),
  };
}

const isCall = (value: unknown) =>
  isFields(value) && ((typeof value.type === "string" && callTypes.has(value.type)) || "toolName" in value);

/** Returns a value without its tool calls, which are added to `calls`. Null if nothing is left. */
function withoutCalls(value: unknown, calls: SharedToolCall[]): unknown {
  if (Array.isArray(value)) {
    const left = value.flatMap((one) => {
      if (!isCall(one)) return [withoutCalls(one, calls)];
      calls.push(toCall(one));
      return [];
    });
    return left.some((one) => one !== null) ? left : null;
  }
  if (!isFields(value)) return value === "" || value === undefined ? null : value;
  if (isCall(value)) {
    calls.push(toCall(value));
    return null;
  }
  const left: Fields = {};
  for (const [key, one] of Object.entries(value)) {
    if (callLists.has(key) && one) calls.push(...[one].flat().map(toCall));
    else left[key] = withoutCalls(one, calls);
  }
  // A message that has only a role and a finish reason is not an answer.
  const hasText = Object.entries(left).some(([key, one]) => key !== "role" && !/reason/i.test(key) && one !== null);
  return hasText ? left : null;
}

type Sources = Pick<InteractionDetail, "input" | "output" | "userId" | "sessionId">;
type Rules = Pick<ContentPolicy, "rules" | "fields">;

const leastSecret = 3;

/**
 * Returns the texts that a link may show: redacted by the environment's rules, without the ids of user and session,
 * also in other letters' case and in addresses. Pure.
 */
export function sharedTextsOf({ input, output, userId, sessionId }: Sources, rules: Rules): SharedTexts {
  const ids = [userId, sessionId].filter((id) => id !== null).filter((id) => id.length >= leastSecret);
  const secret = [...new Set(ids.flatMap((id) => [id, encodeURIComponent(id)]))].sort((a, b) => b.length - a.length);
  const clean = redact(rules, { input, output }, secret);
  const calls: SharedToolCall[] = [];
  return { input: clean.input ?? null, answer: withoutCalls(clean.output, calls), toolCalls: calls };
}

/** Returns a fingerprint of texts, to detect later changes. Pure. */
export const fingerprintOf = (texts: SharedTexts): string =>
  sha256Hex(JSON.stringify([texts.input, texts.answer, texts.toolCalls]));

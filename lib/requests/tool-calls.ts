import { isRecord } from "@/lib/core/records";
import type { TraceStep } from "./trace-step";

/** A call of a tool that a model asked for. */
export type ToolCall = { name: string; input: unknown };

type Fields = Record<string, unknown>;

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

function toCall(call: unknown): ToolCall {
  const fields = isRecord(call) ? call : { input: call };
  const source = isRecord(fields.function) ? fields.function : fields;
  const name = source.name ?? source.toolName;
  return {
    name: typeof name === "string" ? name : "tool",
    input: parsed(source.arguments ?? source.input ?? source.args),
  };
}

const isCall = (value: unknown) =>
  isRecord(value) && ((typeof value.type === "string" && callTypes.has(value.type)) || "toolName" in value);

/** Returns a value without its tool calls, which are added to `calls`. Null if nothing is left. */
function withoutCalls(value: unknown, calls: ToolCall[]): unknown {
  if (Array.isArray(value)) {
    const left = value.flatMap((one) => {
      if (!isCall(one)) return [withoutCalls(one, calls)];
      calls.push(toCall(one));
      return [];
    });
    return left.some((one) => one !== null) ? left : null;
  }
  if (!isRecord(value)) return value === "" || value === undefined ? null : value;
  if (isCall(value)) {
    calls.push(toCall(value));
    return null;
  }
  const left: Fields = {};
  for (const [key, one] of Object.entries(value)) {
    if (callLists.has(key) && one) for (const call of Array.isArray(one) ? one : [one]) calls.push(toCall(call));
    else left[key] = withoutCalls(one, calls);
  }
  // A message that has only a role and a finish reason is not an answer.
  const hasText = Object.entries(left).some(([key, one]) => key !== "role" && !/reason/i.test(key) && one !== null);
  return hasText ? left : null;
}

/** Separates the tool calls of an output from its answer. The answer is null if nothing else is left. Pure. */
export function splitCalls(output: unknown): { answer: unknown; toolCalls: ToolCall[] } {
  const toolCalls: ToolCall[] = [];
  return { answer: withoutCalls(output, toolCalls), toolCalls };
}

const mostSteps = 20;

/**
 * Returns the tools and retrievals that ran for an interaction: the steps that it caused, and those with the same
 * parent. In order of time. Pure.
 */
export function toolsBeside<S extends Pick<TraceStep, "id" | "parentId" | "interactionId" | "kind" | "at">>(
  steps: readonly S[],
  interactionId: string,
): S[] {
  const own = steps.find((step) => step.interactionId === interactionId);
  if (!own) return [];
  const isBeside = ({ parentId }: S) =>
    parentId !== null && (parentId === own.id || parentId === interactionId || parentId === own.parentId);
  return steps
    .filter((step) => step !== own && (step.kind === "tool" || step.kind === "retrieval") && isBeside(step))
    .toSorted((a, b) => a.at - b.at)
    .slice(0, mostSteps);
}

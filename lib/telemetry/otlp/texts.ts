import type { AttributeValue, OtelSpan, SpanAttributes } from "./decode";

/** Parses a text that is JSON. Other values are returned as they are. */
function parsed(value: AttributeValue | undefined): unknown {
  if (typeof value !== "string") return value ?? null;
  if (!/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

type ChatTurn = { role: string; content: unknown };

/**
 * Reads a list of messages from flat attribute names, such as "gen_ai.prompt.0.role" and
 * "llm.input_messages.0.message.content".
 */
function flatTurns(attributes: SpanAttributes, prefix: string): ChatTurn[] | null {
  const turns = new Map<number, Record<string, AttributeValue>>();
  for (const [name, value] of Object.entries(attributes)) {
    if (!name.startsWith(prefix)) continue;
    const [, index, field] = /^(\d{1,4})\.(?:message\.)?(.+)$/.exec(name.slice(prefix.length)) ?? [];
    if (index === undefined || field === undefined) continue;
    const turn = turns.get(Number(index)) ?? {};
    turn[field] = value;
    turns.set(Number(index), turn);
  }
  if (turns.size === 0) return null;
  return [...turns]
    .sort(([a], [b]) => a - b)
    .map(([, { role, content, ...rest }]) => ({
      role: typeof role === "string" ? role : "assistant",
      content: parsed(content) ?? (Object.keys(rest).length > 0 ? rest : ""),
    }));
}

/** Reads messages from events, as in older GenAI conventions: "gen_ai.user.message", "gen_ai.choice". */
function eventTurns({ events }: OtelSpan, pattern: RegExp): ChatTurn[] | null {
  const turns = events.flatMap(({ name, attributes }): ChatTurn[] => {
    const [, role] = pattern.exec(name) ?? [];
    if (role === undefined) return [];
    const content =
      attributes.content ?? attributes["gen_ai.prompt"] ?? attributes["gen_ai.completion"] ?? attributes.message;
    return [{ role: role === "choice" ? "assistant" : role, content: parsed(content) }];
  });
  return turns.length > 0 ? turns : null;
}

/** Reads the documents that a retriever found. */
function documents(attributes: SpanAttributes): unknown[] | null {
  const found = new Map<number, Record<string, AttributeValue>>();
  for (const [name, value] of Object.entries(attributes)) {
    const [, index, field] = /^retrieval\.documents\.(\d{1,4})\.document\.(.+)$/.exec(name) ?? [];
    if (index === undefined || field === undefined) continue;
    found.set(Number(index), { ...found.get(Number(index)), [field]: value });
  }
  return found.size > 0 ? [...found].sort(([a], [b]) => a - b).map(([, document]) => document) : null;
}

const first = (attributes: SpanAttributes, ...names: string[]) => {
  const name = names.find((one) => attributes[one] !== undefined && attributes[one] !== null && attributes[one] !== "");
  return name === undefined ? null : parsed(attributes[name]);
};

/** Returns a span's input: messages, a tool's arguments or a retriever's query. Null if the span has none. */
export function inputOf(span: OtelSpan): unknown {
  const { attributes } = span;
  return (
    first(attributes, "gen_ai.input.messages") ??
    flatTurns(attributes, "gen_ai.prompt.") ??
    flatTurns(attributes, "llm.input_messages.") ??
    first(
      attributes,
      "ai.prompt.messages",
      "ai.prompt",
      "gen_ai.prompt",
      "gen_ai.tool.call.arguments",
      "ai.toolCall.args",
      "gen_ai.retrieval.query.text",
      "input.value",
      "traceloop.entity.input",
      "langfuse.observation.input",
    ) ??
    eventTurns(span, /^gen_ai\.(system|user|assistant|tool)\.message$|^gen_ai\.content\.(prompt)$/)
  );
}

/** Returns a span's output. Null if the span has none. */
export function outputOf(span: OtelSpan): unknown {
  const { attributes } = span;
  return (
    first(attributes, "gen_ai.output.messages") ??
    flatTurns(attributes, "gen_ai.completion.") ??
    flatTurns(attributes, "llm.output_messages.") ??
    documents(attributes) ??
    first(
      attributes,
      "ai.response.text",
      "ai.response.object",
      "ai.response.toolCalls",
      "gen_ai.completion",
      "gen_ai.tool.call.result",
      "ai.toolCall.result",
      "gen_ai.retrieval.documents",
      "output.value",
      "traceloop.entity.output",
      "langfuse.observation.output",
    ) ??
    eventTurns(span, /^gen_ai\.(choice)$|^gen_ai\.content\.(completion)$/)
  );
}

/** What of a request can be shown to somebody without an account. */
export const sharedParts = ["input", "answer", "toolCalls"] as const;
export type SharedPart = (typeof sharedParts)[number];

export type SharedToolCall = { name: string; input: unknown };

/** The redacted texts of a request; null and an empty list: there are none. */
export type SharedTexts = { input: unknown; answer: unknown; toolCalls: SharedToolCall[] };

/** The texts without the parts that are not shown. Pure. */
export function onlyParts(texts: SharedTexts, parts: readonly string[]): SharedTexts {
  return {
    input: parts.includes("input") ? texts.input : null,
    answer: parts.includes("answer") ? texts.answer : null,
    toolCalls: parts.includes("toolCalls") ? texts.toolCalls : [],
  };
}

/** The parts that have something to show. Pure. */
export const partsIn = ({ input, answer, toolCalls }: SharedTexts): SharedPart[] =>
  sharedParts.filter((part) => (part === "toolCalls" ? toolCalls.length > 0 : { input, answer }[part] !== null));

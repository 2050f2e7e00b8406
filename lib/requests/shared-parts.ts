import type { ToolCall } from "./tool-calls";

/** The parts of a request that can be shown to people without an account. */
export const sharedParts = ["input", "answer", "toolCalls"] as const;
export type SharedPart = (typeof sharedParts)[number];

/** The redacted texts of a request. Null and an empty list mean that there are none. */
export type SharedTexts = { input: unknown; answer: unknown; toolCalls: ToolCall[] };

/** Returns the texts without the hidden parts. Pure. */
export function onlyParts(texts: SharedTexts, parts: readonly string[]): SharedTexts {
  return {
    input: parts.includes("input") ? texts.input : null,
    answer: parts.includes("answer") ? texts.answer : null,
    toolCalls: parts.includes("toolCalls") ? texts.toolCalls : [],
  };
}

/** Returns the parts that are not empty. Pure. */
export const partsIn = ({ input, answer, toolCalls }: SharedTexts): SharedPart[] =>
  sharedParts.filter((part) => (part === "toolCalls" ? toolCalls.length > 0 : { input, answer }[part] !== null));

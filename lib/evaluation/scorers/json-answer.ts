import { clip } from "./wording";

/** Whether a JSON value is nested deeper than `most` levels. Not recursive, so the stack cannot overflow. */
export function isTooDeep(value: unknown, most: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > most) return true;
    level = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
  }
  return false;
}

/** The maximum depth of an answer that is parsed as JSON. */
const maxAnswerDepth = 64;
/** The maximum length of an answer that is parsed as JSON, in characters. */
const maxAnswerLength = 2_000_000;

export type ReadJson = { ok: true; value: unknown } | { ok: false; why: string };

const fence = /^\s*```(?:json|JSON)?[ \t]*\r?\n([\s\S]*?)\r?\n?```\s*$/;

/** Parses an answer as JSON. Removes one code fence around the whole answer if that is allowed. Never throws. */
export function readJson(text: string, isFenceAllowed = true): ReadJson {
  if (text.length > maxAnswerLength) return { ok: false, why: "The answer is too long to be read as JSON." };
  const fenced = fence.exec(text)?.[1];
  if (fenced !== undefined && !isFenceAllowed)
    return { ok: false, why: "The answer is inside a ``` fence; only the JSON itself is allowed." };
  try {
    const value: unknown = JSON.parse(fenced ?? text);
    return isTooDeep(value, maxAnswerDepth)
      ? { ok: false, why: `The JSON is nested deeper than ${maxAnswerDepth} levels.` }
      : { ok: true, value };
  } catch {
    if (text.trim() === "") return { ok: false, why: "The answer is empty." };
    return { ok: false, why: `The answer is not JSON. It begins with ${begin(text)}.` };
  }
}

const begin = (text: string) => `“${clip(text, 40)}”`;

import { clip } from "./wording";

/** Whether a JSON value is nested deeper than `most` levels; looks without recursion, so nothing overflows. */
export function isTooDeep(value: unknown, most: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > most) return true;
    level = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
  }
  return false;
}

/** Deeper answers are not read as JSON. */
const maxAnswerDepth = 64;
/** Longer answers are not read as JSON; in characters. */
const maxAnswerLength = 2_000_000;

export type ReadJson = { ok: true; value: unknown } | { ok: false; why: string };

const fence = /^\s*```(?:json|JSON)?[ \t]*\r?\n([\s\S]*?)\r?\n?```\s*$/;

/** Reads an answer as JSON, with one fence around the whole of it taken off where that is allowed. Never throws. */
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

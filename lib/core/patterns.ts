import { RE2JS } from "re2js";
import { patternSize } from "./pattern-size";

const flagBits: Record<string, number> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
};

const cache = new Map<string, RE2JS>();
const maxKept = 500;

/**
 * Compiles a pattern in RE2 syntax. Matching takes linear time in the text for every pattern. Throws if it does not
 * parse.
 */
export function compilePattern(pattern: string, flags = ""): RE2JS {
  const key = `${flags}/${pattern}`;
  const cached = cache.get(key);
  if (cached) return cached;
  const bits = [...flags].reduce((sum, flag) => sum | (flagBits[flag] ?? 0), 0);
  const compiled = RE2JS.compile(pattern, bits);
  if (cache.size >= maxKept) cache.clear();
  cache.set(key, compiled);
  return compiled;
}

/** The maximum size of a pattern, by `patternSize`. It compiles within about 15 ms. */
export const maxPatternSize = 2_000;

/** Returns what is wrong with a pattern, in words. Null if it compiles. */
export function patternFault(pattern: string): string | null {
  if (patternSize(pattern) > maxPatternSize)
    return "This pattern repeats too much: its counted repeats add up to more than 2,000 characters. Make them smaller.";
  try {
    compilePattern(pattern, "");
    return null;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^error parsing regexp: /, "") : "it does not parse";
    return `This is not a pattern in RE2 syntax: ${reason.slice(0, 200)}. RE2 has no look-around and no back-references.`;
  }
}

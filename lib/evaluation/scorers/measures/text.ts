import { compilePattern } from "@/lib/core/patterns";
import { listWords } from "@/lib/core/words";
import { readJson } from "../json-answer";
import { clip } from "../wording";
import { type Finding, noExpected, passOrFail } from "./finding";
import { isJsonEqual } from "./json-equality";

/** An expected answer as text: strings unchanged, other values as JSON. */
export const asText = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));

const quote = (text: string) => (text.trim() === "" ? "an empty answer" : `“${clip(text, 60)}”`);
const fold = (text: string, ignoreCase: boolean) => {
  const composed = text.normalize("NFC");
  return ignoreCase ? composed.toLowerCase() : composed;
};

type ExactRules = { trim: boolean; ignoreCase: boolean; collapseWhitespace: boolean };

/** Removes the differences that the settings ignore. */
export function normalise(text: string, { trim, ignoreCase, collapseWhitespace }: ExactRules): string {
  const folded = fold(text, ignoreCase);
  const collapsed = collapseWhitespace ? folded.replaceAll(/\s+/g, " ") : folded;
  return trim ? collapsed.trim() : collapsed;
}

/** Compares the answer with the expected one exactly. Expected JSON also matches equal JSON written differently. */
export function measureExact(rules: ExactRules, output: string, expected: unknown): Finding {
  if (expected === null || expected === undefined) return noExpected;
  const isSame = normalise(output, rules) === normalise(asText(expected), rules);
  if (isSame) return passOrFail(true, "It is exactly the expected answer.");
  if (typeof expected === "object") {
    const read = readJson(output);
    if (read.ok && isJsonEqual(read.value, expected)) return passOrFail(true, "It is exactly the expected JSON.");
  }
  return passOrFail(false, `Expected ${quote(asText(expected))}. Got ${quote(output)}.`);
}

type Contains = { texts: readonly string[]; match: "all" | "any"; ignoreCase: boolean };

/** The share of the texts that the answer contains. */
export function measureContains({ texts, match, ignoreCase }: Contains, output: string): Finding {
  const text = fold(output, ignoreCase);
  const missing = texts.filter((one) => !text.includes(fold(one, ignoreCase)));
  const found = texts.length - missing.length;
  if (match === "any")
    return passOrFail(
      found > 0,
      found > 0
        ? `It contains ${quote(texts.find((one) => !missing.includes(one)) ?? "")}.`
        : `It contains none of ${some(texts)}.`,
    );
  if (missing.length === 0)
    return passOrFail(
      true,
      texts.length === 1 ? `It contains ${quote(texts[0] ?? "")}.` : `It contains all ${texts.length} texts.`,
    );
  return { value: found / texts.length, explanation: `It does not contain ${some(missing)}.` };
}

/** The texts to search for: those of the scorer, or else the expected answer. Null: none. */
export function textsToFind(texts: readonly string[], expected: unknown): readonly string[] | null {
  if (texts.length > 0) return texts;
  const own = Array.isArray(expected) ? expected : [expected];
  const usable = own.filter((one) => ["string", "number", "boolean"].includes(typeof one)).map(asText);
  return usable.length > 0 && usable.every(Boolean) ? usable : null;
}

/** Checks that the answer contains none of the texts. */
export function measureNotContains(
  { texts, ignoreCase }: { texts: readonly string[]; ignoreCase: boolean },
  output: string,
): Finding {
  const text = fold(output, ignoreCase);
  const found = texts.filter((one) => text.includes(fold(one, ignoreCase)));
  return found.length > 0
    ? passOrFail(false, `It contains ${some(found)}, which must not be there.`)
    : passOrFail(true, "It contains nothing that must not be there.");
}

/** Checks whether a pattern in RE2 syntax matches anywhere in the answer. */
export function measureRegex(
  { pattern, flags, shouldMatch }: { pattern: string; flags: string; shouldMatch: boolean },
  output: string,
): Finding {
  const matcher = compilePattern(pattern, flags).matcher(output);
  const isFound = matcher.find();
  const what = `the pattern ${clip(pattern, 60)}`;
  if (!isFound) return passOrFail(!shouldMatch, `Nothing in it matches ${what}.`);
  const found = matcher.group() ?? "";
  return passOrFail(shouldMatch, `${found === "" ? "It" : quote(found)} matches ${what}.`);
}

const some = (texts: readonly string[]) => {
  const shown = texts.slice(0, 5).map(quote);
  return listWords(texts.length > 5 ? [...shown, `${texts.length - 5} more`] : shown);
};

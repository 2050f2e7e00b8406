import { compilePattern } from "@/lib/core/patterns";
import { listWords } from "@/lib/core/words";
import { clip } from "../wording";
import { type Finding, passOrFail } from "./finding";

// Invisible characters between letters.
const invisible = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
const flat = (text: string) => text.normalize("NFKC").replaceAll(invisible, "").toLowerCase();
const isLetter = (text: string) => /^[\p{L}\p{N}\p{M}_]/u.test(text);
const endsInLetter = (text: string) => /[\p{L}\p{N}\p{M}_]$/u.test(text);
// Scripts without spaces have no whole words to search for.
const isUnspaced = (text: string) =>
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(text);

/** Whether a text contains a word as a whole word. Both are normalised. */
function hasWord(text: string, word: string): boolean {
  if (word === "") return false;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (isUnspaced(word)) return true;
    const before = text.slice(Math.max(0, at - 2), at);
    const after = text.slice(at + word.length, at + word.length + 2);
    const isCutBefore = isLetter(word) && endsInLetter(before);
    const isCutAfter = endsInLetter(word) && isLetter(after);
    if (!isCutBefore && !isCutAfter) return true;
  }
  return false;
}

/** Detects prohibited words and patterns. Words match as whole words, regardless of case and Unicode composition. */
export function measureProhibited(
  { words, patterns }: { words: readonly string[]; patterns: readonly string[] },
  output: string,
): Finding {
  const text = flat(output);
  const found = words.filter((word) => hasWord(text, flat(word).trim()));
  const matches = patterns.flatMap((pattern) => {
    const matcher = compilePattern(pattern, "i").matcher(output);
    return matcher.find() ? [matcher.group() ?? pattern] : [];
  });
  const all = [...found, ...matches].map((one) => `“${clip(one, 40)}”`);
  if (all.length === 0) return passOrFail(true, "It contains nothing that is prohibited.");
  const shown = all.length > 5 ? [...all.slice(0, 5), `${all.length - 5} more`] : all;
  return passOrFail(false, `It contains ${listWords(shown)}, which ${all.length === 1 ? "is" : "are"} prohibited.`);
}

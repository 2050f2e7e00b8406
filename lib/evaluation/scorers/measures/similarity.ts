import { distance } from "fastest-levenshtein";
import { wholePercent } from "../wording";
import { type Finding, noExpected } from "./finding";
import { asText } from "./text";

/** Texts up to this length (characters) are compared by characters, longer ones by words. */
const shortText = 200;
/** The maximum length compared, in characters and in words. The rest is ignored, and the explanation says so. */
const maxCharacters = 4_000;
const maxWords = 10_000;

// A word. In scripts without spaces every character is a word.
const word = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}\p{N}]+/gu;

/** The words of a text without punctuation, at most `most`. */
export function wordsOf(text: string, most = maxWords): string[] {
  const words: string[] = [];
  for (const [found] of text.normalize("NFC").matchAll(word)) {
    words.push(found);
    if (words.length >= most) break;
  }
  return words;
}

/** 1 − edit distance / length of the longer text (normalised Levenshtein), in UTF-16 units. */
export function characterSimilarity(one: string, other: string): number {
  const [a, b] = [one.slice(0, maxCharacters), other.slice(0, maxCharacters)];
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 1 : 1 - distance(a, b) / longest;
}

/** ROUGE-L (Lin 2004) as F1: the longest common subsequence of words against both lengths. */
export function wordSimilarity(one: string, other: string, most = maxWords): number {
  const [a, b] = [wordsOf(one, most), wordsOf(other, most)];
  if (a.length + b.length === 0) return one.trim() === other.trim() ? 1 : 0;
  return (2 * commonLength(a, b)) / (a.length + b.length);
}

/** The length of the longest common subsequence, bit-parallel (Hyyrö 2004): words × words / 64 steps. */
function commonLength(a: readonly string[], b: readonly string[]): number {
  const places = new Map<string, bigint>();
  for (const [index, one] of a.entries()) places.set(one, (places.get(one) ?? 0n) | (1n << BigInt(index)));
  const all = (1n << BigInt(a.length)) - 1n;
  let row = all;
  for (const one of b) {
    const hits = row & (places.get(one) ?? 0n);
    if (hits !== 0n) row = ((row + hits) | (row - hits)) & all;
  }
  return a.length - onesIn(row);
}

const onesIn = (bits: bigint) => bits.toString(2).replaceAll("0", "").length;

type Rules = { measure: "auto" | "characters" | "words"; ignoreCase: boolean };

/** The similarity of two texts from 0 to 1, and the method used. */
export function similarityOf(
  { measure, ignoreCase }: Rules,
  one: string,
  other: string,
  most = maxWords,
): { value: number; by: "characters" | "words" } {
  const [a, b] = [one, other].map((text) => {
    const composed = text.normalize("NFC").trim();
    return ignoreCase ? composed.toLowerCase() : composed;
  }) as [string, string];
  const isShort = Math.max(a.length, b.length) <= shortText;
  const by = measure === "auto" ? (isShort ? "characters" : "words") : measure;
  if (a === b) return { value: 1, by };
  return { value: by === "characters" ? characterSimilarity(a, b) : wordSimilarity(a, b, most), by };
}

const how = { characters: "letter by letter", words: "by words in their order" };

/** The similarity of the answer and the expected answer. */
export function measureSimilarity(rules: Rules, output: string, expected: unknown, threshold: number): Finding {
  if (expected === null || expected === undefined) return noExpected;
  const right = asText(expected);
  const { value, by } = similarityOf(rules, output, right);
  const isCut = Math.max(output.length, right.length) > maxCharacters && by === "characters";
  const note = isCut ? ` Only the first ${maxCharacters.toLocaleString("en-US")} characters count.` : "";
  return {
    value,
    explanation: `It is ${wholePercent(value)} like the expected answer, compared ${how[by]}; ${wholePercent(threshold)} is enough.${note}`,
  };
}

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cases } from "@/lib/testing/properties";
import { characterSimilarity, measureSimilarity, similarityOf, wordSimilarity, wordsOf } from "./similarity";

// A few characters of each kind, including lone surrogates and NUL.
const signs = fc.constantFrom(...'aB1 {}[]:",.é日👍', "\ud800", "\0", "e\u0301");

const rules = { measure: "auto", ignoreCase: true } as const;

test.each([
  ["kitten", "sitting", 1 - 3 / 7],
  ["", "", 1],
  ["", "abc", 0],
  ["same", "same", 1],
  ["Same", "sAME", 1],
  ["caf\u00e9", "cafe\u0301", 1],
  ["日本語", "日本誤", 1 - 1 / 3],
  ["a b c", "a b c ", 1],
  ["abc", "xyz", 0],
  ["👍", "👍", 1],
  ["\ud800", "\ud801", 0],
])("by character: %j and %j", (one, other, value) => {
  expect(similarityOf(rules, one, other)).toEqual({ value: expect.closeTo(value, 10), by: "characters" });
});

// The textbook algorithm for the longest common subsequence, as a reference for the bit-parallel one.
function plainLength(a: string[], b: string[]): number {
  const row = new Array<number>(b.length + 1).fill(0);
  for (const one of a) {
    let corner = 0;
    for (const [index, other] of b.entries()) {
      const above = row[index + 1] ?? 0;
      row[index + 1] = one === other ? corner + 1 : Math.max(above, row[index] ?? 0);
      corner = above;
    }
  }
  return row[b.length] ?? 0;
}

describe("by words", () => {
  test.each([
    ["the cat sat on the mat", "the cat is on the mat", 10 / 12],
    ["one two", "two one", 0.5],
    ["one, two!", "one two", 1],
    ["a b", "c d", 0],
    ["返金 します", "返金します", 1],
    ["!!!", "???", 0],
    ["!!!", "!!!", 1],
  ])("%j and %j", (one, other, value) => {
    expect(wordSimilarity(one, other)).toBeCloseTo(value, 10);
  });

  test("is ROUGE-L as defined in the literature", () => {
    const words = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 90 });
    fc.assert(
      fc.property(words, words, (a, b) => {
        const expected = a.length + b.length === 0 ? 1 : (2 * plainLength(a, b)) / (a.length + b.length);
        expect(wordSimilarity(a.join(" "), b.join(" "))).toBeCloseTo(expected, 10);
      }),
    );
  });

  test("compares long texts by words, and truncates the longest", () => {
    expect(similarityOf(rules, "word ".repeat(60), "word ".repeat(61)).by).toBe("words");
    expect(wordsOf("a ".repeat(50_000))).toHaveLength(10_000);
  });
});

test("is symmetric, from 0 to 1, and 1 for equal texts", () => {
  const text = fc.string({ unit: signs, maxLength: 300 });
  fc.assert(
    fc.property(text, text, (one, other) => {
      const { value } = similarityOf(rules, one, other);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
      expect(similarityOf(rules, other, one).value).toBeCloseTo(value, 10);
      expect(similarityOf(rules, one, one).value).toBe(1);
    }),
    { numRuns: cases(40) },
  );
  expect(characterSimilarity("x".repeat(100_000), "y".repeat(100_000))).toBe(0);
});

test("explains the comparison and the threshold", () => {
  expect(measureSimilarity(rules, "on its way", "on the way", 0.8)).toMatchObject({
    explanation: "It is 70\u00a0% like the expected answer, compared letter by letter; 80\u00a0% is enough.",
  });
  expect(measureSimilarity(rules, "x", null, 0.8)).toHaveProperty("skipped");
});

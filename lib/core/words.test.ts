import { expect, test } from "vitest";
import { capitalize, listWords, pluralize } from "./words";

test.each([
  [[], ""],
  [["a"], "a"],
  [["a", "b"], "a and b"],
  [["a", "b", "c"], "a, b and c"],
])("%j as a list is %j", (words, text) => {
  expect(listWords(words)).toBe(text);
});

test("a count takes the singular, the plural or the plural that is given", () => {
  expect([pluralize(1, "case"), pluralize(0, "case"), pluralize(2_000, "case")]).toEqual([
    "1 case",
    "0 cases",
    "2,000 cases",
  ]);
  expect([pluralize(1, "entry", "entries"), pluralize(2, "entry", "entries")]).toEqual(["1 entry", "2 entries"]);
});

test("only the first letter becomes upper case", () => {
  expect([capitalize("data set"), capitalize("")]).toEqual(["Data set", ""]);
});

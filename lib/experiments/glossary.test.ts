import { expect, test } from "vitest";
import { splitAtTerms, terms } from "./glossary";
import { meanings } from "./glossary-meanings";

const explained = (text: string) =>
  splitAtTerms(text).flatMap((piece) => (typeof piece === "string" ? [] : [`${piece.text}: ${piece.term.name}`]));

test("explains the first occurrence of each term in a text, as whole words only", () => {
  expect(explained("The intervals of single days are wide; an interval is no verdict.")).toEqual([
    "intervals: Interval",
    "verdict: Verdict",
  ]);
  expect(explained("Primary metric")).toEqual(["Primary metric: Primary metric"]);
  expect(explained("prejudged, unbroken, step")).toEqual([]);
  expect(explained("p")).toEqual(["p: p-value"]);
  expect(explained("First token, p95")).toEqual(["p95: Percentile"]);
});

test("the pieces put together are the text", () => {
  for (const text of [
    "",
    "Nothing",
    "Guardrails",
    "A bandit: α is 5 %, Holm over versions; Benjamini–Hochberg for the rest.",
  ])
    expect(
      splitAtTerms(text)
        .map((piece) => (typeof piece === "string" ? piece : piece.text))
        .join(""),
    ).toBe(text);
});

test("no word has two terms, and every term has a meaning of sentences", () => {
  const words = terms.flatMap((term) => term.words.map((word) => word.toLowerCase()));
  expect(new Set(words).size).toBe(words.length);
  expect(Object.keys(meanings)).toEqual(terms.map(({ name }) => name));
  for (const meaning of Object.values(meanings)) expect(meaning).toMatch(/^[A-Za-z\d].{20,260}\.$/);
});

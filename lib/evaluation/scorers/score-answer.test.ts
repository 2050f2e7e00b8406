import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cases } from "@/lib/testing/properties";
import { type ScorerInput, scorersInput } from "./schema";
import { scoreAgreement, scoreAnswer } from "./score-answer";

// A few characters of each kind, including lone surrogates and NUL.
const signs = fc.constantFrom(...'aB1 {}[]:",.é日👍', "\ud800", "\0", "e\u0301");

const one = (config: Record<string, unknown>) =>
  ({ id: String(config.type).replaceAll("_", "-"), name: "A scorer", ...config }) as ScorerInput;
const scorers = scorersInput.parse(
  [
    { type: "exact" },
    { type: "contains", texts: ["refund"] },
    { type: "regex", pattern: "(a|b)*c{1,20}" },
    { type: "numeric", tolerance: 1 },
    { type: "json_equality" },
    { type: "similarity" },
    { type: "json_schema", schema: { type: "object", required: ["toString"] } },
    { type: "required_sections", sections: ["Summary"] },
    { type: "length", min: 1, max: 100 },
    { type: "prohibited", words: ["idiot"], patterns: ["(x+x+)+y"] },
    { type: "pii" },
    { type: "judge", criteria: ["It is right."] },
    { type: "agreement" },
    { type: "agreement", id: "labels", mode: "exact" },
  ].map(one),
);
const answerOf = (output: string) => ({ output, toolCalls: [] });
const none = { variables: {}, expected: null, checks: [] };

test("returns a score for every scorer except judges and agreement, each with an explanation", () => {
  const scores = scoreAnswer(scorers, { answer: answerOf("refund"), testCase: { ...none, expected: "refund" } });
  expect(scores.map(({ scorer }) => scorer)).toEqual(scorers.slice(0, 11).map(({ id }) => id));
  for (const score of scores) {
    expect(score).toMatchObject({ version: 1, costUsd: 0, explanation: expect.stringMatching(/\.$/) });
    expect(score.state).not.toBe("invalid");
  }
  expect(scoreAgreement(scorers, [answerOf("a"), answerOf("a")])).toMatchObject([
    { scorer: "agreement", dimension: "consistency", value: 1, passed: true },
    { scorer: "labels", value: 1 },
  ]);
});

test("passes at its threshold", () => {
  const [scorer] = scorersInput.parse([one({ type: "contains", texts: ["a", "b"], threshold: 0.5 })]);
  const passed = (output: string) =>
    scoreAnswer(scorer ? [scorer] : [], { answer: answerOf(output), testCase: none })[0];
  expect(passed("a")).toMatchObject({ value: 0.5, passed: true });
  expect(passed("-")).toMatchObject({ value: 0, passed: false });
});

test("scores tool calls if there is no text", () => {
  const answer = { output: " ", toolCalls: [{ name: "refund", input: { id: 1 } }] };
  const testCase = { ...none, expected: { name: "refund", input: { id: 1 } } };
  expect(scoreAnswer(scorersInput.parse([one({ type: "json_equality" })]), { answer, testCase })).toMatchObject([
    { value: 1 },
  ]);
});

test("uses the version's schema, if any", () => {
  const own = scorersInput.parse([one({ type: "json_schema" })]);
  const answer = answerOf("[]");
  expect(scoreAnswer(own, { answer, testCase: none })).toMatchObject([{ state: "skipped" }]);
  expect(scoreAnswer(own, { answer, testCase: none, responseSchema: { type: "object" } })).toMatchObject([
    { state: "scored", value: 0 },
  ]);
  expect(scoreAnswer(own, { answer, testCase: none, responseSchema: { $ref: "https://x.example/" } })).toMatchObject([
    { state: "scored", value: 0 },
  ]);
});

describe("a case's own checks", () => {
  test("have one score each, with its dimension", () => {
    const checks = [
      { type: "contains", texts: ["refund"] },
      { type: "not_contains", texts: ["idiot"] },
      { type: "regex", pattern: "#\\d+" },
      { type: "numeric", value: 12 },
      { type: "json_schema", schema: { type: "string" } },
      { type: "required_sections", sections: ["Summary"], dimension: "accuracy" },
      { type: "length", max: 3 },
      { type: "rubric", criteria: "It is kind." },
      { type: "odd" },
      { type: "regex", pattern: "(?=x)" },
    ];
    const scores = scoreAnswer([], { answer: answerOf("refund 12"), testCase: { ...none, checks } });
    expect(scores.map((score) => [score.scorer, score.dimension, score.state === "scored" && score.passed])).toEqual([
      ["check-1", "accuracy", true],
      ["check-2", "safety", true],
      ["check-3", "accuracy", false],
      ["check-4", "accuracy", true],
      ["check-5", "format", false],
      ["check-6", "accuracy", false],
      ["check-7", "format", true],
      ["check-9", "accuracy", false],
      ["check-10", "accuracy", false],
    ]);
    expect(scores.at(-1)?.state).toBe("skipped");
  });
});

describe("arbitrary input", () => {
  const odd = fc.oneof(
    fc.string({ unit: signs, maxLength: 200 }),
    fc.constantFrom("\ud800", "\0", "__proto__", "constructor", "```json\n{}\n```", "1e999", "NaN", "-0"),
    fc.json({ maxDepth: 6 }),
    fc.string({ minLength: 1, maxLength: 5 }).map((text) => text.repeat(2_000)),
    fc.nat(3_000).map((depth) => "[".repeat(depth) + "]".repeat(depth)),
  );
  const expected = fc.oneof(odd, fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(null, undefined));
  const checks = fc.array(fc.record({ type: fc.constantFrom("contains", "regex", "length", "toString"), value: odd }));

  test("never throws; every value is from 0 to 1; every text can be stored", () => {
    fc.assert(
      fc.property(odd, expected, checks, fc.dictionary(odd, odd, { maxKeys: 3 }), (output, right, own, variables) => {
        const testCase = { variables, expected: right, checks: own };
        const scores = [
          ...scoreAnswer(scorers, { answer: answerOf(output), testCase }),
          ...scoreAgreement(scorers, [answerOf(output), answerOf(JSON.stringify(right) ?? ""), answerOf("x")]),
        ];
        for (const score of scores) {
          expect(score.explanation).toMatch(/^[^\0\p{Surrogate}]{1,1200}$/u);
          if (score.state === "scored") expect(score.value >= 0 && score.value <= 1).toBe(true);
        }
      }),
      { numRuns: cases(30) },
    );
  });

  test("a megabyte of text", () => {
    const answer = answerOf("Lorem ipsum 4711, ".repeat(60_000));
    const scores = scoreAnswer(scorers, { answer, testCase: { ...none, expected: answer.output.slice(5) } });
    expect(scores.filter(({ explanation }) => explanation.includes("could not be checked"))).toEqual([]);
  });
});

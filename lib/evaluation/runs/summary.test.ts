import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Dimension } from "@/lib/registry/gate/dimensions";
import type { Score } from "../scorers/types";
import { inconclusiveReason, type SummedAnswer, summarizeCase, summarizeRun } from "./summary";

const head = (scorer: string, dimension: Dimension) => ({
  scorer,
  dimension,
  version: 1,
  explanation: "",
  costUsd: 0,
});
const scored = (dimension: Dimension, passed: boolean, scorer = `${dimension} rule`): Score => ({
  ...head(scorer, dimension),
  state: "scored",
  value: passed ? 1 : 0,
  passed,
});
const invalid = (dimension: Dimension): Score => ({
  ...head("judge", dimension),
  costUsd: 0.01,
  state: "invalid",
  code: "judge_invalid_output",
  raw: "9/10",
});
const answer = (...scores: Score[]): SummedAnswer => ({ isFailed: false, scores, latencyMs: 100, costUsd: 0.1 });
const failed: SummedAnswer = { isFailed: true, scores: [], latencyMs: null, costUsd: null };
const isJudge = (scorer: string) => scorer === "judge";
const caseOf = (...answers: SummedAnswer[]) => summarizeCase(answers, [], isJudge);

describe("a case", () => {
  test("passes a dimension if more than half of its answers pass all its scorers", () => {
    const good = answer(scored("accuracy", true, "a"), scored("accuracy", true, "b"));
    const half = answer(scored("accuracy", true, "a"), scored("accuracy", false, "b"));
    expect(caseOf(good, good, half).accuracy).toEqual({ value: 2 / 3, isOk: true });
    expect(caseOf(good, half).accuracy).toEqual({ value: 0.5, isOk: false });
    expect(caseOf(good).format).toBeNull();
  });

  test("ignores and counts an invalid judgement", () => {
    const good = answer(scored("accuracy", true, "judge"));
    const one = caseOf(good, answer(invalid("accuracy")), answer(invalid("accuracy")));
    expect(one).toMatchObject({ accuracy: { value: 1, isOk: true }, judgements: 3, invalid: 2 });
    expect(caseOf(answer(invalid("safety"))).safety).toBeNull();
    expect(caseOf(answer(invalid("safety"), scored("safety", false))).safety).toEqual({ value: 0, isOk: false });
  });

  test("excludes failed answers from every share, and counts them", () => {
    expect(caseOf(failed, answer(scored("format", true)))).toMatchObject({
      format: { value: 1, isOk: true },
      answers: 2,
      failed: 1,
      latencyMs: 100,
    });
    expect(caseOf(failed)).toMatchObject({ accuracy: null, latencyMs: null, costUsd: null });
  });

  test("costs what its answers and judges cost, if all prices are known", () => {
    expect(caseOf(answer(invalid("accuracy")), answer()).costUsd).toBeCloseTo(0.21);
    expect(caseOf(answer(), { ...answer(), costUsd: null }).costUsd).toBeNull();
  });

  test("has the consistency of its agreement scorers", () => {
    const one = summarizeCase([answer()], [{ ...scored("consistency", false), value: 0.4 } as Score], isJudge);
    expect(one.consistency).toEqual({ value: 0.4, isOk: false });
  });
});

describe("a run", () => {
  const ofValues = (...values: number[]) =>
    summarizeRun(
      values.map((value) => ({
        accuracy: { value, isOk: value > 0.5 },
        format: null,
        safety: null,
        consistency: null,
      })),
    );

  test("has the mean of its cases with Student's interval", () => {
    const { accuracy, format } = ofValues(1, 1, 0, 1, 0.5, 1, 1, 0, 1, 1);
    expect(accuracy).toMatchObject({ score: 0.75, cases: 10, passed: 7 });
    // mean 0.75, sd 0.4249, t(0.975, 9) = 2.2622: half = 0.3039; cut at 1.
    expect(accuracy?.interval[0]).toBeCloseTo(0.446, 3);
    expect(accuracy?.interval[1]).toBe(1);
    expect(format).toBeNull();
  });

  test("has a Wilson interval if all cases are equal", () => {
    // n = 20, all pass: z² = 3.8415, low = 20 / (20 + z²) = 0.8389.
    expect(ofValues(...Array<number>(20).fill(1)).accuracy?.interval[0]).toBeCloseTo(0.8389, 3);
    expect(ofValues(0).accuracy).toMatchObject({ score: 0, interval: [0, expect.closeTo(0.7935, 3)] });
  });

  test("keeps every interval around its mean and within 0 and 1", () => {
    const value = fc.constantFrom(0, 1 / 3, 0.5, 2 / 3, 1);
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), (values) => {
        const { score, interval } = ofValues(...values).accuracy ?? { score: -1, interval: [0, 0] };
        expect(interval[0]).toBeGreaterThanOrEqual(0);
        expect(interval[0]).toBeLessThanOrEqual(score + 1e-9);
        expect(interval[1]).toBeGreaterThanOrEqual(score - 1e-9);
        expect(interval[1]).toBeLessThanOrEqual(1);
      }),
    );
  });
});

test("is inconclusive above a tenth of failed answers or invalid judgements", () => {
  const counts = { total: 100, failed: 10, judgements: 50, invalidJudgements: 5 };
  expect(inconclusiveReason(counts)).toBeNull();
  expect(inconclusiveReason({ ...counts, failed: 11 })).toMatch(/^11 of 100 answers failed \(11 %\)/);
  expect(inconclusiveReason({ ...counts, invalidJudgements: 6 })).toMatch(/^6 of 50 judgements/);
  expect(inconclusiveReason({ total: 3, failed: 0, judgements: 0, invalidJudgements: 0 })).toBeNull();
});

import { describe, expect, test } from "vitest";
import { estimatePlan, expectedCost, likelyOutputTokens, secondsLeft } from "./estimate";

const startedAt = new Date("2026-11-22T08:00:00Z");
const now = startedAt.getTime() + 30_000;

describe("the time left", () => {
  test("continues the pace so far", () => {
    expect(secondsLeft({ done: 60, total: 180, startedAt, finishedAt: null }, now)).toBe(60);
  });
  test("is unknown before the first answer, and 0 at the end", () => {
    expect(secondsLeft({ done: 0, total: 10, startedAt, finishedAt: null }, now)).toBeNull();
    expect(secondsLeft({ done: 0, total: 10, startedAt: null, finishedAt: null }, now)).toBeNull();
    expect(secondsLeft({ done: 4, total: 10, startedAt, finishedAt: startedAt }, now)).toBe(0);
  });
});

describe("the cost of the whole", () => {
  const run = { done: 10, total: 100, costUsd: 0.2, isCostKnown: true, estimatedCostUsd: 7 };
  test("is based on the answers so far, or on the plan before the first five", () => {
    expect(expectedCost(run)).toBeCloseTo(2);
    expect(expectedCost({ ...run, done: 4 })).toBe(7);
    expect(expectedCost({ ...run, isCostKnown: false })).toBeNull();
  });
});

describe("a plan", () => {
  const perToken = (input: number, output: number) => (input + 5 * output) / 1_000_000;
  const plan = { answers: 300, inputTokens: 400, outputTokens: 100, priceOf: perToken, judges: [], concurrency: 20 };

  test("costs its answers and its judgements", () => {
    expect(estimatePlan(plan).costUsd).toBeCloseTo(300 * 0.0009);
    const judged = estimatePlan({ ...plan, judges: [{ calls: 300, priceOf: perToken }] });
    expect(judged.costUsd).toBeCloseTo(300 * 0.0009 + 300 * 0.0017);
    expect(judged.seconds).toBeGreaterThan(estimatePlan(plan).seconds);
  });
  test("has no cost if one price is unknown", () => {
    expect(estimatePlan({ ...plan, judges: [{ calls: 1, priceOf: () => null }] }).costUsd).toBeNull();
    expect(estimatePlan({ ...plan, priceOf: () => null }).costUsd).toBeNull();
  });
  test("takes the time of its calls, given the concurrency", () => {
    const { seconds } = estimatePlan(plan);
    expect(estimatePlan({ ...plan, concurrency: 10 }).seconds).toBeGreaterThanOrEqual(2 * seconds - 2);
  });
});

test("estimates the length of an answer by the expected ones, up to the token limit", () => {
  expect(likelyOutputTokens([10, 30])).toBe(20);
  expect(likelyOutputTokens([])).toBe(250);
  expect(likelyOutputTokens([], { max_tokens: 40 })).toBe(40);
});

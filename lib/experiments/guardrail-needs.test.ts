import { describe, expect, test } from "vitest";
import { abPlan } from "@/lib/testing/experiment-arms";
import type { ExperimentPlan } from "./plan";
import { daysToSample, guardrailNeeds, requiredPerVariant, withEqualShares } from "./plan-rules";

const variants = [
  { key: "control", version: 1, weight: 0.9 },
  { key: "candidate", version: 2, weight: 0.1 },
];
const plan = (more: Partial<ExperimentPlan> = {}) => abPlan({ variants, ...more });
const refusals = { metric: "refusal_rate", margin: 0.01 } as const;
const latency = { metric: "latency_p95", margin: 0.1 } as const;

describe("users for a guardrail", () => {
  // By hand: 2 · (1.644854 + 0.841621)² = 12.365115, times the variance, divided by the squared margin.
  test.each([
    ["a rate with a baseline", { ...refusals, baseline: 0.05 }, 5_874],
    ["a rate with twice the margin", { ...refusals, margin: 0.02, baseline: 0.05 }, 1_469],
    ["a time", latency, 1_995],
    ["no margin: no sample is large enough", { ...latency, margin: 0 }, null],
  ])("%s", (_, guardrail, perVariant) => {
    expect(guardrailNeeds(plan({ guardrails: [guardrail] }), 500)).toEqual([
      { metric: guardrail.metric, perVariant, clearedUpTo: null },
    ]);
  });

  test("a rate without a baseline is covered up to the rate that needs the planned sample", () => {
    const cleared = (perVariant: number) => guardrailNeeds(plan({ guardrails: [refusals] }), perVariant)[0];
    expect(cleared(5_874)).toMatchObject({ perVariant: null });
    expect(cleared(5_874)?.clearedUpTo).toBeCloseTo(0.05, 4);
    expect(cleared(10_000_000)?.clearedUpTo).toBe(0.5);
  });

  test("raise the sample only if the plan covers its guardrails", () => {
    const guardrails = [latency, { ...refusals, baseline: 0.05 }];
    expect(requiredPerVariant(plan({ guardrails, coversGuardrails: false }))).toBe(500);
    expect(requiredPerVariant(plan({ guardrails, coversGuardrails: true }))).toBe(5_874);
    expect(requiredPerVariant(plan({ guardrails: [refusals], coversGuardrails: true }))).toBe(500);
  });
});

test("equal shares keep the plan and reach the sample first", () => {
  const skewed = plan();
  const equal = withEqualShares(skewed);
  expect(equal).toEqual({ ...skewed, variants: skewed.variants.map((variant) => ({ ...variant, weight: 0.5 })) });
  expect(daysToSample(skewed, 1_000)).toBeCloseTo(5);
  expect(daysToSample(equal, 1_000)).toBeCloseTo(1);
});

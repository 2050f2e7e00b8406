import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { abPlan } from "@/lib/testing/experiment-arms";
import type { ExperimentPlan } from "./plan";
import { planHash } from "./plan-hash";
import { daysToSample, detectableChange, planFaults, requiredPerVariant } from "./plan-rules";
import { planFaultWords, planFieldError } from "./plan-words";
import { createExperimentInput, toPlan } from "./schema";

const weights = (...list: number[]) => ({
  variants: list.map((weight, index) => ({ key: `v${index}`, version: index + 1, weight })),
});

describe("a plan", () => {
  test("is valid", () => expect(planFaults(abPlan())).toEqual([]));

  test.each([
    ["weights that do not add up", weights(0.5, 0.4), "invalid_weights", "/variants"],
    ["weights that nearly add up", weights(0.1, 0.2, 0.7 + 2e-9), "invalid_weights", "/variants"],
    ["one variant", weights(1), "invalid_weights", "/variants"],
    ["a variant that nobody gets", weights(1, 0), "invalid_weights", "/variants/1/weight"],
    [
      "a key that stands twice",
      { variants: [1, 2].map((version) => ({ key: "a", version, weight: 0.5 })) },
      "invalid_request",
      "/variants/1/key",
    ],
    [
      "a version that stands twice",
      { variants: ["a", "b"].map((key) => ({ key, version: 1, weight: 0.5 })) },
      "invalid_request",
      "/variants/1/version",
    ],
    [
      "a control that is not first",
      { variants: ["new", "control"].map((key, i) => ({ key, version: i + 1, weight: 0.5 })) },
      "invalid_request",
      "/variants",
    ],
    [
      "the primary metric as a guardrail",
      { guardrails: [{ metric: "completion", margin: 0 }] },
      "invalid_request",
      "/guardrails/0/metric",
    ],
    ["an effect of a hundred points", { minimumEffect: 1 }, "invalid_request", "/minimumEffect"],
    ["a rate of 70 as a baseline", { baseline: 70 }, "invalid_request", "/baseline"],
    ["a change without room", { baseline: 0.5, minimumEffect: 0.6 }, "invalid_request", "/minimumEffect"],
    [
      "floors that take everything",
      { kind: "ucb1", bandit: { floor: 0.5, burnIn: 100, batchMinutes: 10 } },
      "number_out_of_range",
      "/bandit/floor",
    ],
  ] satisfies [string, Partial<ExperimentPlan>, string, string][])("refuses %s", (_, more, code, pointer) => {
    expect(planFaults(abPlan(more)).map(planFieldError)).toContainEqual(expect.objectContaining({ code, pointer }));
  });

  test.each<[Partial<ExperimentPlan>, string[]]>([
    [
      { variants: ["a", "a"].map((key) => ({ key, version: 3, weight: 0.3 })) },
      [
        'The key "a" is listed twice.',
        "v3 is listed twice. Each variant needs a different version.",
        "The weights add up to 0.6, not to 1.",
      ],
    ],
    [weights(1), ["An experiment compares at least two variants."]],
    [weights(1, 0), ["A variant must get more than 0 % of users."]],
    [
      { variants: ["new", "control"].map((key, i) => ({ key, version: i + 1, weight: 0.5 })) },
      ["The control comes first: the others are compared with the first variant."],
    ],
    [
      { guardrails: ["completion", "cost", "cost"].map((metric) => ({ metric: metric as "cost", margin: 0 })) },
      ["This is already the primary metric.", "This guardrail is listed twice."],
    ],
    [{ minimumEffect: 1 }, ["The effect of a rate is absolute: 0.05 is five points."]],
    [{ baseline: 1 }, ["The baseline of a rate is between 0 and 1."]],
    [{ baseline: 0 }, ["The baseline of a rate is between 0 and 1."]],
    [{ baseline: 0.5, minimumEffect: 0.6 }, ["From 0.5 a change of 0.6 is not possible in either direction."]],
    // An unknown baseline is planned as 0.5.
    [{ baseline: null, minimumEffect: 0.6 }, ["From 0.5 a change of 0.6 is not possible in either direction."]],
    [
      { kind: "ucb1", bandit: { floor: 0.5, burnIn: 100, batchMinutes: 10 } },
      ["A floor of 0.5 for each of 2 variants leaves no traffic to move."],
    ],
    [{ primaryMetric: "cost", minimumEffect: 1, baseline: null }, []],
  ])("reports the fault of %o", (more, sentences) => {
    expect(planFaults(abPlan(more)).map(planFaultWords)).toEqual(sentences);
  });

  test("accepts weights that add up to 1 except for rounding", () => {
    expect(planFaults(abPlan(weights(0.1, 0.2, 0.7)))).toEqual([]);
    expect(planFaults(abPlan(weights(1 / 3, 1 / 3, 1 / 3)))).toEqual([]);
  });

  test("without weights gives a candidate 10 %", () => {
    const input = {
      variants: [8, 9].map((version) => ({ key: `v${version}`, version })),
      primaryMetric: "thumbs" as const,
    };
    expect(toPlan(input).variants.map(({ weight }) => weight)).toEqual([0.9, 0.1]);
    expect(toPlan({ ...input, kind: "thompson" }).variants.map(({ weight }) => weight)).toEqual([0.5, 0.5]);
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 10 }), (count) => {
        const variants = Array.from({ length: count }, (_, i) => ({ key: `v${i}`, version: i + 1 }));
        expect(planFaults(toPlan({ ...input, variants }))).toEqual([]);
      }),
    );
  });

  test("has the same hash for the same meaning", () => {
    const { kind, ...rest } = abPlan();
    expect(planHash({ ...rest, kind })).toBe(planHash(abPlan()));
    expect(planHash(abPlan({ alpha: 0.01 }))).not.toBe(planHash(abPlan()));
  });
});

describe("users per variant", () => {
  test("follow the power calculation, and are at least 500", () => {
    const small = { baseline: 0.1, minimumEffect: 0.02 };
    expect(requiredPerVariant(abPlan(small))).toBe(3841);
    expect(requiredPerVariant(abPlan({ minimumEffect: 0.2 }))).toBe(500);
    expect(requiredPerVariant(abPlan())).toBe(500);
  });

  test("are more with more variants, and do not depend on which side is better", () => {
    expect(requiredPerVariant(abPlan({ ...weights(0.4, 0.3, 0.3), minimumEffect: 0.05 }))).toBeGreaterThan(
      requiredPerVariant(abPlan({ minimumEffect: 0.05 })),
    );
    // Edits decrease when a version improves: from 10 % down to 8 %, not up to 12 %.
    const down = requiredPerVariant(abPlan({ primaryMetric: "edit_rate", baseline: 0.1, minimumEffect: 0.02 }));
    expect(down).toBeLessThan(3841);
    expect(requiredPerVariant(abPlan({ primaryMetric: "cost", minimumEffect: 0.1, baseline: null }))).toBe(1570);
  });

  test("match the smallest detectable effect", () => {
    for (const primaryMetric of ["completion", "cost", "latency_p95"] as const) {
      const one = abPlan({ primaryMetric, minimumEffect: 0.03, baseline: primaryMetric === "completion" ? 0.7 : null });
      const { up, down } = detectableChange(one, requiredPerVariant(one));
      expect(Math.min(up, down)).toBeCloseTo(0.03, 3);
    }
    expect(detectableChange(abPlan(), 500).up).toBeCloseTo(0.078, 2);
  });

  test("determine the days by the smallest variant", () => {
    expect(daysToSample(abPlan(weights(0.9, 0.1)), 1_000)).toBeCloseTo(5);
    expect(daysToSample(abPlan({ ...weights(0.9, 0.1), trafficShare: 0.5 }), 1_000)).toBeCloseTo(10);
    expect(daysToSample(abPlan(), 0)).toBeNull();
  });
});

test("rejects unknown fields", () => {
  const body = {
    name: "Shorter",
    prompt: "support/reply",
    environment: "production",
    variants: [{ key: "a", version: 1 }],
    primaryMetric: "completion",
    minimumEffect: 0.05,
  };
  const isRead = (more: object) => createExperimentInput.safeParse({ ...body, ...more }).success;
  expect(isRead({})).toBe(true);
  expect(isRead({ guardrails: ["latency_p95", { metric: "refusal_rate", margin: 0.01 }] })).toBe(true);
  for (const wrong of [
    { alpha: 0 },
    { alpha: 1 },
    { power: 1 },
    { trafficShare: 0 },
    { trafficShare: 1.1 },
    { minimumEffect: 0 },
    { primaryMetric: "joy" },
    { kind: "magic" },
    { more: 1 },
  ])
    expect(isRead(wrong)).toBe(false);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { abPlan, armOf, oneEach } from "@/lib/testing/experiment-arms";
import { cases } from "@/lib/testing/properties";
import { emptyArm, type MadeUser } from "../arms";
import { type RatioMetric, ratioMetrics } from "../metrics";
import { mulberry32 } from "../statistics";
import type { ArmTotals } from "../totals";
import { compareMetric } from "./compare";
import { computeLive } from "./live";
import { computeVerdict } from "./verdict";

const times = (count: number, user: MadeUser) => Array.from({ length: count }, () => user);
const binomial = (n: number, chance: number, random: () => number) =>
  Array.from({ length: n }, () => (random() < chance ? 1 : 0)).reduce<number>((sum, one) => sum + one, 0);
const excludesNone = ([low, high]: readonly [number | null, number | null]) =>
  (low !== null && low > 0) || (high !== null && high < 0);

/** Creates users with random behaviour, for a rate or a sum of costs. */
const user = (metric: RatioMetric) =>
  fc.record({ b: fc.integer({ min: 1, max: 40 }), share: fc.double({ min: 0, max: 1, noNaN: true }) }).map(
    ({ b, share }): MadeUser => ({
      [metric]: [b, metric === "cost" || metric === "stars" ? b * share * 5 : Math.round(b * share ** 4)],
    }),
  );
const someArm = (metric: RatioMetric, variant: string) =>
  fc
    .tuple(fc.array(user(metric), { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 60 }), fc.boolean())
    .map(([users, copies, isOneEach]) =>
      armOf(
        variant,
        Array.from({ length: copies }, () => users)
          .flat()
          .map((one): MadeUser => {
            const [b, v] = one[metric] ?? [1, 0];
            return { [metric]: isOneEach ? [1, Math.min(1, Math.round(v / b))] : [b, v] };
          }),
      ),
    );
const threeArms = fc
  .constantFrom<RatioMetric>("completion", "violation_rate", "thumbs", "cost", "stars")
  .chain((metric) =>
    fc.tuple(fc.constant(metric), someArm(metric, "control"), someArm(metric, "candidate"), someArm(metric, "third")),
  );

test("no reading is better or worse if its interval contains 0, for any arms", () => {
  fc.assert(
    fc.property(threeArms, ([metric, control, candidate, third]) => {
      const variants = ["control", "candidate", "third"].map((key, index) => ({
        key,
        version: index + 1,
        weight: 1 / 3,
      }));
      const guardrails = ratioMetrics.filter((one) => one !== metric).map((one) => ({ metric: one, margin: 0.01 }));
      for (const plan of [
        abPlan({ variants, primaryMetric: metric }),
        abPlan({ variants, primaryMetric: "edit_rate", guardrails: [{ metric, margin: 0.01 }] }),
        abPlan({ variants, primaryMetric: "edit_rate", guardrails }),
      ]) {
        const { comparisons } = computeVerdict({ plan, control, candidates: [candidate, third] });
        for (const { reading, interval } of comparisons)
          if (reading === "better" || reading === "worse") expect(excludesNone(interval)).toBe(true);
      }
      const { p, interval } = compareMetric(metric, control, candidate, 0.95);
      expect(p < 0.05).toBe(excludesNone(interval));
      expect(p).toBeGreaterThanOrEqual(0);
      expect(p).toBeLessThanOrEqual(1);
    }),
    { numRuns: cases(60) },
  );
});

describe("unequal use", () => {
  const arm = (variant: string, answers: number, random: () => number) =>
    armOf(
      variant,
      Array.from({ length: 550 }, (): MadeUser => ({ violation_rate: [answers, binomial(answers, 0.008, random)] })),
    );

  test("the same rate with one answer per user in one arm and ten in the other is no difference", () => {
    // 4 violations in 550 answers, against 44 in 5,500 (ten answers per user): both rates are about 0.8 %.
    const control = armOf("control", [
      ...times(4, { violation_rate: [1, 1] }),
      ...times(546, { violation_rate: [1, 0] }),
    ]);
    const candidate = armOf("candidate", [
      ...times(44, { violation_rate: [10, 1] }),
      ...times(506, { violation_rate: [10, 0] }),
    ]);
    const { p, interval } = compareMetric("violation_rate", control, candidate, 0.95);
    expect(p).toBeGreaterThan(0.5);
    expect(excludesNone(interval)).toBe(false);
  });

  test.each([3, 10])("1 answer against %i per user: false alarms of a rare event stay at their level", (answers) => {
    const random = mulberry32(answers);
    const alarms = Array.from({ length: 300 }, () =>
      compareMetric("violation_rate", arm("control", 1, random), arm("candidate", answers, random), 0.95),
    ).filter(({ p }) => p < 0.05).length;
    expect(alarms).toBeLessThanOrEqual(300 * 0.05 + 4 * Math.sqrt(300 * 0.05 * 0.95));
  });
});

describe("without variance", () => {
  const cost = (variant: string, usd: number, users = 600) => armOf(variant, times(users, { cost: [1, usd] }));
  const timed = (variant: string, ms: number): ArmTotals => ({
    ...emptyArm(variant),
    users: 600,
    latencyMs: { count: 600, users: 600, p50: ms, p50StandardError: 0, p95: ms, p95StandardError: 0 },
  });

  test("a cost that doubles for all users is a certain difference, also as a guardrail", () => {
    const compared = compareMetric("cost", cost("control", 0.01), cost("candidate", 0.02), 0.95);
    expect(compared.test).toBe("permutation");
    for (const value of [compared.difference, ...compared.interval]) expect(value).toBeCloseTo(0.01, 12);
    expect(compared.p).toBeLessThan(1e-100);
    const plan = abPlan({ primaryMetric: "edit_rate", guardrails: [{ metric: "cost", margin: 0.1 }] });
    const { harmedGuardrails } = computeVerdict({
      plan,
      control: cost("control", 0.01),
      candidates: [cost("candidate", 0.02)],
    });
    expect(harmedGuardrails).toEqual([{ metric: "cost", variant: "candidate" }]);
  });

  test("the same cost for all users is no difference, for any number of users and any rounding", () => {
    for (const usd of [0.01, 0.1, 1 / 3, 0.000_07, 12.34])
      for (const [n, m] of [
        [706, 694],
        [1_000, 9_001],
        [500, 501],
      ] as const)
        for (const metric of ["cost", "cost_per_completion"] as const) {
          const arm = (variant: string, users: number) =>
            armOf(variant, times(users, { cost: [1, usd], cost_per_completion: [1, usd] }));
          const compared = compareMetric(metric, arm("a", n), arm("b", m), 0.95);
          expect(compared).toMatchObject({ difference: 0, test: "none", p: 1 });
        }
  });

  test("the same holds with several answers per user, but not with one user only", () => {
    const often = (variant: string, usd: number) => armOf(variant, times(50, { cost: [4, 4 * usd] }));
    expect(compareMetric("cost", often("a", 0.01), often("b", 0.02), 0.95).p).toBeLessThan(1e-9);
    expect(compareMetric("cost", cost("a", 0.01, 1), cost("b", 0.02, 1), 0.95)).toMatchObject({ p: 1, test: "none" });
    expect(compareMetric("cost", cost("a", 0.01), cost("b", 0.01), 0.95)).toMatchObject({ p: 1, test: "none" });
  });

  test("a time that triples for all users is a certain difference", () => {
    const compared = compareMetric("latency_p95", timed("control", 100), timed("candidate", 300), 0.95);
    expect(compared.p).toBeLessThan(1e-9);
    expect(excludesNone(compared.interval)).toBe(true);
  });
});

describe("the live range", () => {
  const look = (metric: RatioMetric, control: ArmTotals, arm: ArmTotals, weight = 0.5) => {
    const variants = [
      { key: "control", version: 1, weight },
      { key: "candidate", version: 2, weight: 1 - weight },
    ];
    return computeLive({ plan: abPlan({ variants, primaryMetric: metric }), required: 1_000, metric, control, arm });
  };

  test("a range of rates ends at 100 points", () => {
    const [low, high] = look(
      "completion",
      armOf("control", oneEach("completion", 2, 100)),
      armOf("candidate", oneEach("completion", 99, 100)),
    ).interval;
    expect(low).toBeGreaterThan(0);
    expect(high).toBeLessThanOrEqual(1);
  });

  test("with a split of 90 to 10 and a rate of 2 %, checks after every 250 users err in at most one of twenty", () => {
    const random = mulberry32(11);
    let alarms = 0;
    for (let run = 0; run < 200; run++) {
      const [control, candidate] = [emptyArm("control"), emptyArm("candidate")];
      let [hitsA, hitsB] = [0, 0];
      const excluded = [];
      for (let looks = 1; looks <= 24; looks++) {
        [hitsA, hitsB] = [hitsA + binomial(225, 0.02, random), hitsB + binomial(25, 0.02, random)];
        const sums = (n: number, v: number) => ({ users: n, usersWith: v, b: n, v, bb: n, vv: v, bv: v });
        control.ratios.violation_rate = sums(225 * looks, hitsA);
        candidate.ratios.violation_rate = sums(25 * looks, hitsB);
        excluded.push(excludesNone(look("violation_rate", control, candidate, 0.9).interval));
      }
      if (excluded.includes(true)) alarms++;
    }
    expect(alarms).toBeLessThanOrEqual(10);
  });
});

test("the detectable change is larger with more candidates, each tested at α divided by their number", () => {
  const arm = (variant: string) => armOf(variant, oneEach("completion", 500, 1000));
  const [one, two] = [arm("candidate"), arm("third")];
  const variants = ["control", "candidate", "third"].map((key, index) => ({ key, version: index + 1, weight: 1 / 3 }));
  const found = (candidates: ArmTotals[]) =>
    computeVerdict({ plan: abPlan({ variants }), control: arm("control"), candidates }).detectable;
  // (z at 97.5 % or 98.75 % + z at 80 %) · √(2 · 0.25 / 1000)
  expect(found([one])).toBeCloseTo((1.95996 + 0.84162) * 0.02236, 4);
  expect(found([one, two])).toBeCloseTo((2.2414 + 0.84162) * 0.02236, 4);
  // Without variance no change can be missed.
  const all = (variant: string) => armOf(variant, oneEach("completion", 1000, 1000));
  expect(
    computeVerdict({ plan: abPlan(), control: all("control"), candidates: [all("candidate")] }).detectable,
  ).toBeNull();
});

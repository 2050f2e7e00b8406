import { describe, expect, test } from "vitest";
import { abPlan, armOf, judgedExperiment, oneEach } from "@/lib/testing/experiment-arms";
import { addUser, emptyArm, type MadeUser } from "../arms";
import type { ExperimentPlan } from "../plan";
import type { ArmTotals } from "../totals";
import { computeResults, type ResultsInput } from "./compute";
import { isSampleComplete } from "./progress";
import { experimentResults } from "./schema";
import { computeVerdict } from "./verdict";

const startedAt = new Date("2026-11-01T09:00:00Z");
const at = new Date("2026-11-11T09:00:00Z");

type ResultsOptions = {
  plan?: ExperimentPlan;
  required?: number;
  status?: "running" | "stopped";
  isPlanUnchanged?: boolean;
};

function resultsOf(arms: ArmTotals[], options: ResultsOptions = {}) {
  const plan = options.plan ?? abPlan();
  const required = options.required ?? 1000;
  const totals = { arms, byExposureDay: [{ day: "2026-11-01", arms }] };
  const snapshot = { at, totals };
  const input: ResultsInput = {
    experiment: judgedExperiment({
      status: options.status ?? "running",
      requiredPerVariant: required,
      isPlanUnchanged: options.isPlanUnchanged ?? true,
    }),
    plan,
    latest: snapshot,
    complete: plan.kind === "ab" && isSampleComplete(plan, totals, required) ? snapshot : null,
    history: [{ at, arms }],
    weights: [{ at: startedAt, batch: 1, weights: { control: 0.5, candidate: 0.5 } }],
    namesUsers: true,
  };
  return experimentResults.parse(computeResults(input));
}

const pair = (metric: "completion" | "violation_rate", [hitsA, a]: [number, number], [hitsB, b]: [number, number]) => [
  armOf("control", oneEach(metric, hitsA, a)),
  armOf("candidate", oneEach(metric, hitsB, b)),
];

/** All keys at any depth of a value. */
function keysOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(keysOf);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
}

describe("no early verdicts", () => {
  test("there is no p, no verdict and only the live interval one user before the sample", () => {
    const results = resultsOf(pair("completion", [600, 1000], [900, 999]));
    expect(results).toMatchObject({
      state: "collecting",
      verdict: null,
      progress: { isComplete: false, counted: 999 },
    });
    const { live, timeline, ...rest } = results;
    expect(live).toHaveLength(1);
    expect(timeline).toHaveLength(1);
    expect(keysOf(rest)).not.toContain("p");
    expect(keysOf(rest)).not.toContain("interval");
    expect(rest.days[0]?.differences).toEqual([]);
    expect(results.sentence).toMatch(/^Keep it running/);
  });

  test("there is a verdict with the sample", () => {
    const results = resultsOf(pair("completion", [700, 1000], [780, 1000]));
    expect(results).toMatchObject({ state: "verdict", verdict: { result: "better", variant: "candidate" } });
    expect(results.sentence).toBe("v9 is better: about 8 more of every 100 tasks are finished.");
  });

  test("a complete sample keeps its verdict with later data", () => {
    const plan = abPlan();
    const snapshot = (arms: ArmTotals[]) => ({ at, totals: { arms, byExposureDay: [] } });
    const results = computeResults({
      experiment: judgedExperiment(),
      plan,
      history: [],
      weights: [],
      namesUsers: true,
      complete: snapshot(pair("completion", [700, 1000], [712, 1000])),
      latest: snapshot(pair("completion", [1400, 2000], [1600, 2000])),
    });
    expect(results.verdict?.result).toBe("no_difference");
    expect(results.variants[0]?.users).toBe(1000);
  });

  test("an experiment stopped before its sample never gets a verdict", () => {
    const results = resultsOf(pair("completion", [60, 100], [90, 100]), { status: "stopped" });
    expect(results).toMatchObject({ verdict: null, sentence: "Stopped before there was a verdict." });
  });
});

describe("rare and empty cells", () => {
  test("0 violations of 1,000 against 30 of 1,000 is a clear result", () => {
    const plan = abPlan({ primaryMetric: "violation_rate" });
    const results = resultsOf(pair("violation_rate", [0, 1000], [30, 1000]), { plan });
    expect(results.verdict).toMatchObject({ result: "worse", variant: "candidate" });
    expect(results.verdict?.comparisons[0]?.p).toBeLessThan(1e-6);
    expect(results.sentence).toBe("v9 is worse: about 3 more of every 100 answers break a rule.");
  });

  test("0 against 0 is not tested", () => {
    const plan = abPlan({ primaryMetric: "violation_rate" });
    const results = resultsOf(pair("violation_rate", [0, 1000], [0, 1000]), { plan });
    expect(results.verdict).toMatchObject({ result: "nothing_to_test", variant: null });
  });

  test("1 against 4 uses Fisher's test and is not clear", () => {
    const plan = abPlan({ primaryMetric: "violation_rate" });
    const results = resultsOf(pair("violation_rate", [1, 1000], [4, 1000]), { plan });
    expect(results.verdict).toMatchObject({ result: "no_difference", comparisons: [{ test: "fisher" }] });
  });
});

describe("the unit is the user", () => {
  const clustered = (variant: string, good: number, users: number) =>
    armOf(
      variant,
      Array.from({ length: users }, (_, index): MadeUser => ({ completion: [10, index < good ? 10 : 0] })),
    );

  test("50 users with 10 interactions each are 50 users", () => {
    const results = resultsOf([clustered("control", 25, 50), clustered("candidate", 33, 50)], { required: 500 });
    expect(results).toMatchObject({ state: "collecting", progress: { counted: 50 } });
    // With 500 independent answers, 66 % against 50 % would give p < 0.001. With 50 users it may be chance.
    const forced = resultsOf([clustered("control", 25, 50), clustered("candidate", 33, 50)], { required: 50 });
    expect(forced.verdict).toMatchObject({ result: "no_difference", comparisons: [{ test: "delta" }] });
  });

  test("correlated answers give a warning, not a failure", () => {
    const results = resultsOf([clustered("control", 250, 500), clustered("candidate", 250, 500)], { required: 500 });
    expect(results.health.isValid).toBe(true);
    expect(results.health.checks.find(({ id }) => id === "design_effect")?.result).toBe("flagged");
  });
});

describe("checks before results", () => {
  const big = () => pair("completion", [700, 1000], [800, 1000]);

  test.each([
    ["a broken split", pair("completion", [4200, 6000], [4400, 5500]), {}, "split"],
    ["users in two arms", big().map((arm) => ({ ...arm, usersInTwoArms: 10 })), {}, "two_arms"],
    [
      "outcomes missing on one side",
      [
        armOf("control", [...oneEach("completion", 700, 1000), ...Array.from({ length: 10 }, () => ({}))]),
        armOf("candidate", [...oneEach("completion", 800, 1000), ...Array.from({ length: 80 }, () => ({}))]),
      ],
      {},
      "missing_outcomes",
    ],
    ["a variant nobody planned", [...big(), armOf("ghost", oneEach("completion", 70, 100))], {}, "stray_traffic"],
    ["a plan changed underneath", big(), { isPlanUnchanged: false }, "plan_unchanged"],
  ] satisfies [string, ArmTotals[], ResultsOptions, string][])(
    "%s: no winner, no p, no metric",
    (_, arms, overrides, id) => {
      const results = resultsOf(arms, overrides);
      expect(results).toMatchObject({
        state: "not_valid",
        verdict: null,
        live: [],
        timeline: [],
        health: { isValid: false },
      });
      expect(results.health.checks.filter(({ result }) => result === "fails").map((check) => check.id)).toEqual([id]);
      expect(keysOf(results)).not.toContain("p");
      expect(results.variants.every(({ metrics }) => Object.keys(metrics).length === 0)).toBe(true);
      expect(results.days.flatMap(({ arms }) => arms).every(({ value }) => value === null)).toBe(true);
      expect(results.detail).toContain("No version can be called better.");
    },
  );

  test("a valid experiment passes every check", () => {
    const { health } = resultsOf(big());
    expect(health.checks.map(({ id, result }) => [id, result])).toEqual([
      ["split", "passes"],
      ["two_arms", "passes"],
      ["missing_outcomes", "passes"],
      ["design_effect", "passes"],
      ["full_week", "passes"],
      ["plan_unchanged", "passes"],
    ]);
  });
});

describe("guardrails", () => {
  const plan = abPlan({ guardrails: [{ metric: "violation_rate", margin: 0.005 }] });
  const withViolations = (variant: string, hits: number, users: number, violations: number) => {
    const arm = emptyArm(variant);
    for (let index = 0; index < users; index++)
      addUser(arm, { completion: [1, index < hits ? 1 : 0], violation_rate: [1, index < violations ? 1 : 0] });
    return arm;
  };

  test("a better version that breaks a guardrail is blocked", () => {
    const arms = [withViolations("control", 700, 1000, 2), withViolations("candidate", 780, 1000, 40)];
    const results = resultsOf(arms, { plan });
    expect(results.verdict).toMatchObject({ result: "blocked", variant: "candidate" });
    expect(results.sentence).toBe("v9 would be better, but violations got worse by more than agreed.");
  });

  test("a guardrail inside its margin is not worse", () => {
    const arms = [withViolations("control", 700, 1000, 2), withViolations("candidate", 780, 1000, 1)];
    const { verdict } = resultsOf(arms, { plan });
    expect(verdict?.comparisons.find(({ role }) => role === "guardrail")?.reading).toBe("not_worse");
    expect(verdict?.detail).toContain("Violations did not get worse by more than the agreed 0.5\u00a0pts.");
  });

  test("clear harm before the sample gives the advice to stop, and no verdict", () => {
    const arms = [withViolations("control", 300, 400, 0), withViolations("candidate", 300, 400, 40)];
    const results = resultsOf(arms, { plan });
    expect(results).toMatchObject({ state: "collecting", verdict: null, safetyStop: { metric: "violation_rate" } });
    expect(results.sentence).toBe("Stop it: v9 does harm.");
  });

  test("harm after the sample still stops a running experiment, and keeps the verdict", () => {
    const plan = abPlan({ guardrails: [{ metric: "violation_rate", margin: 0.005 }] });
    const of = (arms: ArmTotals[]) => ({ at, totals: { arms, byExposureDay: [] } });
    const complete = of([withViolations("control", 700, 1000, 1), withViolations("candidate", 780, 1000, 1)]);
    const latest = of([withViolations("control", 1400, 2000, 1), withViolations("candidate", 1560, 2000, 150)]);
    const facts = { id: "e", name: "Cite", prompt: "p", environment: "production", phase: 1, planHash: "9f" };
    const compute = (status: "running" | "stopped") =>
      computeResults({
        experiment: { ...facts, status, startedAt, endedAt: null, requiredPerVariant: 1000, isPlanUnchanged: true },
        plan,
        history: [],
        weights: [],
        namesUsers: true,
        complete,
        latest,
      });
    const results = compute("running");
    expect(results).toMatchObject({ verdict: { result: "better" }, safetyStop: { metric: "violation_rate" } });
    expect(results.sentence).toMatch(/^v9 is better/);
    expect(compute("stopped").safetyStop).toBeNull();
  });

  test("a few bad outcomes by chance do not", () => {
    const arms = [withViolations("control", 300, 400, 1), withViolations("candidate", 300, 400, 6)];
    expect(resultsOf(arms, { plan }).safetyStop).toBeNull();
  });
});

describe("a bandit", () => {
  const plan = abPlan({ kind: "thompson", bandit: { floor: 0.01, burnIn: 100, batchMinutes: 10 } });

  test("reports probabilities and the saving, never a verdict", () => {
    const results = resultsOf(pair("completion", [120, 200], [1400, 1800]), { plan, required: 100 });
    expect(results).toMatchObject({ state: "bandit", verdict: null, live: [], timeline: [] });
    expect(results.bandit?.arms[1]?.probabilityBest).toBeGreaterThan(0.99);
    expect(results.bandit?.regretSaved).toBeCloseTo(1520 - 2000 * ((0.6 + 1400 / 1800) / 2), 6);
    expect(keysOf(results)).not.toContain("p");
  });

  test("reports nothing before its burn-in", () => {
    const results = resultsOf(pair("completion", [50, 99], [90, 100]), { plan, required: 100 });
    expect(results.bandit).toMatchObject({ isBurningIn: true, regretSaved: null });
    expect(results.bandit?.arms.map(({ probabilityBest }) => probabilityBest)).toEqual([null, null]);
  });

  test("may move users between versions without a failed check", () => {
    const arms = pair("completion", [120, 200], [1400, 1800]).map((arm) => ({ ...arm, usersInTwoArms: arm.users / 4 }));
    expect(resultsOf(arms, { plan, required: 100 })).toMatchObject({ state: "bandit", health: { isValid: true } });
  });

  test("is valid although outcomes of its newest users are still missing", () => {
    const [control, candidate] = pair("completion", [300, 500], [4000, 5000]);
    const arms = [control, { ...candidate, users: 5600, usersWithInteractions: 5000 }] as ArmTotals[];
    const { state, health } = resultsOf(arms, { plan, required: 100 });
    expect(state).toBe("bandit");
    expect(health.checks.find(({ id }) => id === "missing_outcomes")?.result).toBe("flagged");
  });

  test("does not choose an arm without a success as the best", () => {
    const results = resultsOf(pair("completion", [0, 200], [20, 200]), { plan, required: 100 });
    expect(results.bandit?.arms[0]?.probabilityBest).toBeLessThan(0.01);
  });

  test("gives a more expensive arm without variance less than even odds", () => {
    const costs = (variant: string, usd: readonly number[]) =>
      armOf(
        variant,
        Array.from({ length: 200 }, (_, n): MadeUser => ({ cost: [1, usd[n % usd.length] ?? 0] })),
      );
    const byCost = abPlan({ kind: "thompson", primaryMetric: "cost", bandit: plan.bandit });
    const arms = [costs("control", [0.01, 0.03]), costs("candidate", [0.024])];
    const { bandit } = resultsOf(arms, { plan: byCost, required: 100 });
    expect(bandit?.arms[1]?.probabilityBest).toBeLessThan(0.02);
    const alike = [costs("control", [0.01]), costs("candidate", [0.02])];
    expect(resultsOf(alike, { plan: byCost, required: 100 }).bandit?.arms[0]?.probabilityBest).toBe(1);
  });
});

describe("several variants against the control", () => {
  const variants = [
    { key: "control", version: 8, weight: 0.34 },
    { key: "b", version: 9, weight: 0.33 },
    { key: "c", version: 10, weight: 0.33 },
  ];
  const control = armOf("control", oneEach("completion", 500, 1000));
  const b = armOf("b", oneEach("completion", 545, 1000));
  const c = armOf("c", oneEach("completion", 500, 1000));
  const primaryOf = (arms: ArmTotals[], used: ExperimentPlan["variants"]) =>
    computeVerdict({ plan: abPlan({ variants: used }), control, candidates: arms }).comparisons.filter(
      ({ role }) => role === "primary",
    );

  test("their intervals are simultaneous: each at 1 − α divided by their number (Bonferroni)", () => {
    const [alone] = primaryOf([b], variants.slice(0, 2));
    const [first, second] = primaryOf([b, c], variants);
    expect(alone?.confidence).toBeCloseTo(0.95, 12);
    expect(first?.confidence).toBeCloseTo(0.975, 12);
    expect(second?.confidence).toBeCloseTo(0.975, 12);
    const width = ([low, high]: readonly (number | null)[]) => (high ?? Number.NaN) - (low ?? Number.NaN);
    // z of 0.9875 divided by z of 0.975.
    expect(width(first?.interval ?? []) / width(alone?.interval ?? [])).toBeCloseTo(2.2414 / 1.96, 2);
  });

  test("their p-values are Holm's: the smallest is multiplied by the number of variants", () => {
    const [alone] = primaryOf([b], variants.slice(0, 2));
    const [first] = primaryOf([b, c], variants);
    expect(alone?.reading).toBe("better");
    expect(first?.p).toBeCloseTo(alone?.p ?? Number.NaN, 12);
    expect(first?.adjustedP).toBeCloseTo(2 * (alone?.p ?? Number.NaN), 12);
    expect(first?.reading).toBe("unclear");
  });
});

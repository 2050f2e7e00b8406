import { describe, expect, test } from "vitest";
import { abPlan } from "@/lib/testing/experiment-arms";
import { addUser, emptyArm } from "../arms";
import { Splitter } from "../assignment";
import { banditStep } from "../bandit";
import type { ExperimentPlan } from "../plan";
import { requiredPerVariant } from "../plan-rules";
import { mulberry32, normalSample } from "../statistics";
import type { ArmTotals } from "../totals";
import { regretSaved } from "./bandit-results";
import { computeResults } from "./compute";
import { isSampleComplete } from "./progress";

// Simulates the whole process from assignment to verdict many times. The bounds are those of the binomial distribution,
// four standard deviations wide: a correct pipeline fails for one seed in ten thousand.
const startedAt = new Date("2026-11-01T00:00:00Z");
const bounds = (n: number, p: number) => {
  const spread = 4 * Math.sqrt(n * p * (1 - p));
  return { least: n * p - spread, most: n * p + spread };
};

type World = {
  plan: ExperimentPlan;
  /** The completion rate of each variant. */
  rates: number[];
  answers: (random: () => number) => number;
  /** How much people differ. */
  spread: number;
  violations?: number;
  /** The share of the last variant's users whose events are lost. */
  lost?: number;
};

const world = (more: Partial<World> = {}): World => ({
  plan: abPlan(),
  rates: [0.7, 0.7],
  answers: (random) => 1 + Math.floor(3 * random()),
  spread: 0.1,
  ...more,
});

class Experiment {
  readonly arms: ArmTotals[];
  readonly #splitter: Splitter;
  #users = 0;

  constructor(
    readonly seed: number,
    readonly world: World,
    readonly random = mulberry32(seed),
  ) {
    const { variants } = world.plan;
    this.arms = variants.map(({ key }) => emptyArm(key));
    this.#splitter = new Splitter({ seed: `simulated ${seed}`, trafficShare: 1, group: null, variants });
  }

  admit(count: number): void {
    const { answers, rates, spread, violations = 0, lost = 0 } = this.world;
    for (let index = 0; index < count; index++) {
      const place = this.#splitter.variantOf(`user ${this.seed} ${this.#users++}`);
      if (place === rates.length - 1 && this.random() < lost) continue;
      const own = (rates[place] ?? 0) + spread * normalSample(this.random);
      const b = answers(this.random);
      let [done, broken] = [0, 0];
      for (let answer = 0; answer < b; answer++) {
        if (this.random() < own) done++;
        if (this.random() < violations) broken++;
      }
      addUser(this.arms[place] as ArmTotals, { completion: [b, done], violation_rate: [b, broken] });
    }
  }

  results(required: number) {
    const { plan } = this.world;
    const totals = { arms: this.arms, byExposureDay: [] };
    const snapshot = { at: new Date("2026-11-10T00:00:00Z"), totals };
    return computeResults({
      experiment: {
        id: "e",
        name: "e",
        prompt: "p",
        environment: "production",
        phase: 1,
        planHash: "h",
        status: "running",
        startedAt,
        endedAt: null,
        requiredPerVariant: required,
        isPlanUnchanged: true,
      },
      plan,
      latest: snapshot,
      history: [],
      weights: [],
      namesUsers: true,
      complete: isSampleComplete(plan, totals, required) ? snapshot : null,
    });
  }

  /** Adds users until every variant has the required number. */
  finish(required: number) {
    while (!isSampleComplete(this.world.plan, { arms: this.arms }, required)) this.admit(20);
    return this.results(required);
  }
}

const times = <T>(count: number, run: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => run(index));

describe("verdicts", () => {
  const required = 500;

  test("are wrong in one of twenty experiments without a difference, also with identical answers per user", () => {
    for (const [spread, answers] of [
      [0.1, 2],
      [0.35, 10],
    ] as const) {
      const results = times(150, (seed) =>
        new Experiment(seed, world({ spread, answers: () => answers })).finish(required),
      );
      const called = results.filter(
        ({ verdict }) => verdict?.result === "better" || verdict?.result === "worse",
      ).length;
      const { least, most } = bounds(150, 0.05);
      expect(called).toBeGreaterThanOrEqual(Math.max(0, least));
      expect(called).toBeLessThanOrEqual(most);
    }
  }, 60_000);

  test("detect 70 → 78 % about as often as planned, and never before the sample", () => {
    const plan = abPlan();
    const needed = requiredPerVariant(plan);
    const found = times(100, (seed) => {
      const experiment = new Experiment(
        10_000 + seed,
        world({ plan, rates: [0.7, 0.78], answers: () => 1, spread: 0 }),
      );
      experiment.admit(needed);
      expect(experiment.results(needed)).toMatchObject({ verdict: null, state: "collecting" });
      return experiment.finish(needed).verdict;
    });
    const better = found.filter((verdict) => verdict?.result === "better").length;
    const { least } = bounds(100, 0.8);
    expect(better).toBeGreaterThanOrEqual(least);
    expect(found.some((verdict) => verdict?.result === "worse")).toBe(false);
  }, 60_000);
});

describe("early checks", () => {
  test("after every 100 users, the live range misses the true value in at most one of twenty experiments", {
    tags: ["slow"],
    timeout: 60_000,
  }, () => {
    const left = times(150, (seed) => {
      const experiment = new Experiment(20_000 + seed, world());
      for (let look = 0; look < 20; look++) {
        experiment.admit(100);
        const [range] = experiment.results(1_000).live;
        const [low, high] = range?.interval ?? [null, null];
        if ((low !== null && low > 0) || (high !== null && high < 0)) return true;
      }
      return false;
    }).filter(Boolean).length;
    expect(left).toBeLessThanOrEqual(bounds(150, 0.05).most);
  });

  test("a guardrail on a rare event stops an experiment only if there is harm", () => {
    const plan = abPlan({ guardrails: [{ metric: "violation_rate", margin: 0.005 }] });
    const stopped = (violations: number, seed: number) => {
      const experiment = new Experiment(30_000 + seed, world({ plan, violations, answers: () => 1 }));
      for (let look = 0; look < 15; look++) {
        experiment.admit(100);
        if (experiment.results(1_000).safetyStop) return true;
      }
      return false;
    };
    expect(times(100, (seed) => stopped(0.004, seed)).filter(Boolean).length).toBeLessThanOrEqual(
      bounds(100, 0.05).most,
    );
    // Harm in one arm only: the candidate breaks rules in 8 % of its answers.
    const experiment = new Experiment(1, world({ plan, answers: () => 1 }));
    experiment.admit(800);
    const candidate = experiment.arms[1] as ArmTotals;
    const hits = Math.round(candidate.users * 0.08);
    Object.assign(candidate.ratios.violation_rate, { v: hits, vv: hits, bv: hits, usersWith: hits });
    expect(experiment.results(1_000).safetyStop).toMatchObject({ metric: "violation_rate", variant: "candidate" });
  }, 60_000);
});

describe("trust", () => {
  test("a split that loses a fifth of one side is detected, a correct one is not", () => {
    const valid = (lost: number) =>
      times(30, (seed) => {
        const experiment = new Experiment(40_000 + seed, world({ lost, answers: () => 1 }));
        experiment.admit(3_000);
        return experiment.results(500);
      });
    expect(valid(0.2).filter(({ state }) => state === "not_valid").length).toBeGreaterThanOrEqual(29);
    expect(valid(0).filter(({ state }) => state === "not_valid").length).toBeLessThanOrEqual(1);
  }, 60_000);
});

describe("bandits", () => {
  test("have a better result than an equal split", { tags: ["slow"], timeout: 60_000 }, () => {
    const variants = ["a", "b", "c"].map((key, index) => ({ key, version: index + 1, weight: 1 / 3 }));
    const rates = [0.5, 0.6, 0.45];
    const plan = abPlan({ kind: "thompson", variants, bandit: { floor: 0.02, burnIn: 100, batchMinutes: 10 } });
    const saved = times(10, (seed) => {
      const random = mulberry32(50_000 + seed);
      const arms = variants.map(({ key }) => emptyArm(key));
      let weights = variants.map(({ weight }) => weight);
      for (let batch = 0; batch < 20; batch++) {
        const now = variants.map(({ key }, index) => ({ key, weight: weights[index] ?? 0 }));
        const splitter = new Splitter({ seed: `bandit ${seed}`, trafficShare: 1, group: null, variants: now });
        for (let user = 0; user < 150; user++) {
          const place = splitter.variantOf(`user ${seed} ${batch} ${user}`);
          addUser(arms[place] as ArmTotals, { completion: [1, random() < (rates[place] ?? 0) ? 1 : 0] });
        }
        const rewards = arms.map(({ ratios: { completion } }) => ({
          users: completion.b,
          sum: completion.v,
          squares: completion.vv,
        }));
        const rules = { kind: "thompson", isRate: true, floor: 0.02, burnIn: 100, nextUsers: 150 } as const;
        weights = banditStep(rewards, rules, random)?.weights ?? weights;
      }
      expect(Math.min(...weights)).toBeGreaterThanOrEqual(0.02 - 1e-9);
      return regretSaved(plan, arms) ?? 0;
    });
    const mean = saved.reduce((sum, one) => sum + one, 0) / saved.length;
    expect(mean).toBeGreaterThan(60);
    expect(saved.filter((one) => one > 0).length).toBeGreaterThanOrEqual(9);
  });
});

import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cases } from "@/lib/testing/properties";
import { Splitter, seedLength } from "./assignment";
import { type BanditArm, type BanditRules, banditStep } from "./bandit";
import { normalSample } from "./statistics/samples";
import { mulberry32 } from "./statistics/seeded";

const rules = (more: Partial<BanditRules> = {}): BanditRules => ({
  kind: "thompson",
  isRate: true,
  floor: 0.01,
  burnIn: 100,
  nextUsers: 300,
  ...more,
});
const rate = (users: number, successes: number): BanditArm => ({ users, sum: successes, squares: successes });
const values = (list: number[]): BanditArm => ({
  users: list.length,
  sum: list.reduce((a, b) => a + b, 0),
  squares: list.reduce((a, b) => a + b * b, 0),
});
const step = (arms: BanditArm[], more: Partial<BanditRules> = {}) => banditStep(arms, rules(more), mulberry32(7));
const weightsOf = (arms: BanditArm[], more: Partial<BanditRules> = {}) => step(arms, more)?.weights ?? [];
const kinds = ["thompson", "ucb1"] as const;

describe.each(kinds)("%s", (kind) => {
  test("changes no share before every arm has its users, nor if the arms are equal", () => {
    expect(step([rate(5_000, 900), rate(99, 90)], { kind })).toBeNull();
    expect(step([rate(5_000, 0), rate(5_000, 0)], { kind })).toBeNull();
    expect(step([values([3, 3]), values([3, 3])], { kind, isRate: false, burnIn: 2 })).toBeNull();
  });

  test("gives the better arm more, and every arm at least its floor", () => {
    const [worse = 0, better = 0] = weightsOf([rate(20_000, 2_000), rate(20_000, 4_000)], { kind });
    expect(better).toBeGreaterThan(worse);
    expect(worse).toBeGreaterThanOrEqual(0.01);
  });

  test("gives an arm without a success less than half of the users", () => {
    // An arm with few users looks promising next to an arm that is known to be bad.
    expect(weightsOf([rate(100, 0), rate(50_000, 5)], { kind })[0]).toBeLessThan(0.5);
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ users: fc.integer({ min: 100, max: 20_000 }), rate: fc.double({ min: 0, max: 1, noNaN: true }) }),
          { minLength: 1, maxLength: 4 },
        ),
        fc.integer({ min: 100, max: 20_000 }),
        (others, users) => {
          const arms = [rate(users, 0), ...others.map((arm) => rate(arm.users, Math.round(arm.users * arm.rate)))];
          expect(weightsOf(arms, { kind })[0] ?? 0).toBeLessThan(0.5);
        },
      ),
      { numRuns: cases(30) },
    );
  });

  test("always adds up to 1 with the floor kept", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 100, max: 5_000 }), fc.double({ min: 0, max: 1, noNaN: true })), {
          minLength: 2,
          maxLength: 6,
        }),
        fc.double({ min: 0, max: 0.1, noNaN: true }),
        (list, floor) => {
          const weights = weightsOf(
            list.map(([users, share]) => rate(users, users * share)),
            { kind, floor },
          );
          if (weights.length === 0) return;
          expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
          for (const weight of weights) expect(weight).toBeGreaterThanOrEqual(floor - 1e-12);
        },
      ),
      { numRuns: cases(30) },
    );
  });

  test("does not prefer an arm because it has no variance", () => {
    const random = mulberry32(3);
    const spread = values(Array.from({ length: 400 }, () => 10 + 3 * normalSample(random)));
    const exact = (value: number) => values(Array.from({ length: 400 }, () => value));
    const mean = spread.sum / spread.users;
    const [, same = 1] = weightsOf([spread, exact(mean)], { kind, isRate: false });
    expect(same).toBeLessThan(0.65);
    const [, lower = 1] = weightsOf([spread, exact(mean - 1)], { kind, isRate: false });
    expect(lower).toBeLessThan(0.5);
  });
});

test("uses a prior of ten users for means", () => {
  // P(best) of the posteriors of Murphy (2007), from 200,000 draws of another program: 0.860; with a prior of 5 users
  // 0.903.
  const arms = [values([1, 2, 3, 4]), values([3, 4, 5, 6])];
  const [lower = 0, higher = 0] = step(arms, { isRate: false, burnIn: 4 })?.preferences ?? [];
  expect(lower + higher).toBeCloseTo(1, 9);
  expect(Math.abs(higher - 0.86)).toBeLessThan(0.02);
  // Forty users with similar values against two: 0.960, from the same program.
  const many = values(Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? 1.9 : 2.1)));
  const [, few = 0] = step([many, values([4.9, 5.1])], { isRate: false, burnIn: 2 })?.preferences ?? [];
  expect(Math.abs(few - 0.96)).toBeLessThan(0.015);
});

describe("a step", () => {
  test("needs two arms, each with its minimum of users", () => {
    expect(step([rate(5_000, 900)])).toBeNull();
    expect(step([rate(100, 10), rate(100, 20)])).not.toBeNull();
    expect(step([rate(100, 10), rate(99, 20)])).toBeNull();
  });

  test("changes shares as soon as the arms differ in their values or their spread", () => {
    const still = { isRate: false, burnIn: 2 };
    expect(step([values([3, 3]), values([4, 4])], still)).not.toBeNull();
    expect(step([values([2, 4]), values([2, 4])], still)).not.toBeNull();
    // The numbers of users may differ. Only the means count.
    expect(step([values([3, 3]), values([3, 3, 3])], still)).toBeNull();
  });

  test.each(kinds)("of %s gives every arm its floor and shares the rest by preference", (kind) => {
    const arms = [rate(400, 40), rate(400, 60), rate(400, 80)];
    const found = step(arms, { kind, floor: 0.05 });
    const expected = found?.preferences.map((preference) => 0.05 + 0.85 * preference) ?? [];
    found?.weights.forEach((weight, index) => {
      expect(weight).toBeCloseTo(expected[index] ?? 0, 12);
    });
    expect(found?.preferences.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
  });

  test("limits an arm without a success to an equal share, and to 49 % of two", () => {
    // Next to well-known bad arms, an arm with few users and no success looks best.
    const two = step([rate(100, 0), rate(50_000, 5)]);
    expect(two?.preferences[0]).toBeGreaterThan(0.6);
    expect(two?.weights[0]).toBeCloseTo(0.49, 9);
    expect(two?.weights[1]).toBeCloseTo(0.51, 9);
    const [held = 0, one = 0, other = 0] = weightsOf([rate(100, 0), rate(50_000, 5), rate(50_000, 5)]);
    expect(held).toBeCloseTo(1 / 3, 9);
    expect(held + one + other).toBeCloseTo(1, 9);
  });

  test("divides the rest equally among arms that were never the best", () => {
    const bad = () => rate(1e8, 1);
    const found = step([rate(100, 0), bad(), bad(), bad()]);
    expect(found?.preferences).toEqual([1, 0, 0, 0]);
    for (const weight of found?.weights ?? []) expect(weight).toBeCloseTo(0.25, 9);
  });

  test("keeps the share of an arm without a success if it is below the limit", () => {
    const found = step([rate(20_000, 0), rate(20_000, 4_000)]);
    expect(found?.weights[0]).toBeCloseTo(0.01 + 0.98 * (found?.preferences[0] ?? 1), 12);
  });

  test("does not treat a mean of 0 as no success", () => {
    const losses = values([-1, 1, -1, 1]);
    const found = step([losses, values([-6, -4, -6, -4])], { isRate: false, burnIn: 4 });
    expect(found?.weights[0]).toBeGreaterThan(0.9);
  });
});

describe("UCB1 on means", () => {
  const around = (mean: number, users = 400) =>
    values(Array.from({ length: users }, (_, index) => mean + (index % 2 === 0 ? 1 : -1)));
  const shares = (arms: BanditArm[], nextUsers = 300) =>
    step(arms, { kind: "ucb1", isRate: false, nextUsers })?.preferences ?? [];

  test("simulates the batch: the better arm gets more, in any unit", () => {
    const [low = 0, high = 0] = shares([around(10), around(10.5)]);
    expect(high).toBeGreaterThan(low);
    const thousand = ({ users, sum, squares }: BanditArm) => ({ users, sum: sum * 1000, squares: squares * 1e6 });
    expect(shares([around(10), around(10.5)].map(thousand))).toEqual([low, high]);
  });

  test("gives users to an arm with few users", () => {
    const [many = 0, few = 0] = shares([around(10, 5_000), around(10, 200)]);
    expect(few).toBeGreaterThan(many);
  });

  test("splits a larger batch more evenly, because each pull reduces the uncertainty", () => {
    const arms = [around(10), around(10.5)];
    const [small = 0] = shares(arms, 10);
    const [large = 0] = shares(arms, 100_000);
    expect(large).toBeGreaterThan(small);
    // A batch of 0 users is simulated like a batch of 1 user.
    expect(shares(arms, 0)).toEqual(shares(arms, 1));
  });

  test("gives everything to the better arm if users do not differ", () => {
    const all = (value: number) => values(Array.from({ length: 100 }, () => value));
    expect(shares([all(3), all(4)])).toEqual([0, 1]);
    // An arm that equals the overall mean is not the best.
    expect(shares([all(3), all(4), all(5)])).toEqual([0, 0, 1]);
  });
});

/** Simulates users in batches: the assignment splits them, they finish or not, and all are counted at the end. */
function simulate(kind: BanditRules["kind"] | "equal", rates: number[], seed: number) {
  const random = mulberry32(seed);
  const keys = rates.map((_, index) => `v${index}`);
  const hash = createHash("sha256").update(`simulation ${seed}`).digest("hex").slice(0, seedLength);
  const arms = rates.map(() => rate(0, 0));
  let weights = rates.map(() => 1 / rates.length);
  const history = [weights];
  const best = Math.max(...rates);
  let regret = 0;
  for (let batch = 0; batch < 20; batch++) {
    const variants = keys.map((key, index) => ({ key, weight: weights[index] ?? 0 }));
    const splitter = new Splitter({ seed: hash, trafficShare: 1, group: null, variants });
    for (let user = 0; user < 500; user++) {
      const index = splitter.variantOf(`user-${batch}-${user}`);
      const [arm, chance] = [arms[index], rates[index] ?? 0];
      if (!arm) throw new Error("every user has a variant");
      const success = random() < chance ? 1 : 0;
      arm.users++;
      arm.sum += success;
      arm.squares += success;
      regret += best - chance;
    }
    const next = kind === "equal" ? null : banditStep(arms, rules({ kind, nextUsers: 500 }), random);
    if (next) weights = next.weights;
    history.push(weights);
  }
  return { regret, weights, history, hash, keys };
}

describe("over two weeks of users", () => {
  const rates = [0.1, 0.13, 0.2];
  const mean = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length;
  const seeds = [1, 2, 3];

  test("both have less regret than an equal split, Thompson much less", { tags: ["slow"] }, () => {
    const regretOf = (kind: Parameters<typeof simulate>[0]) =>
      mean(seeds.map((seed) => simulate(kind, rates, seed).regret));
    const equal = regretOf("equal");
    expect(regretOf("thompson")).toBeLessThan(equal * 0.5);
    expect(regretOf("ucb1")).toBeLessThan(equal * 0.95);
  });

  test("the best arm ends with most of the users, the floor is never broken", () => {
    for (const seed of seeds) {
      const { weights, history } = simulate("thompson", rates, seed);
      expect(weights[2]).toBeGreaterThan(0.8);
      for (const shares of history) expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.01);
    }
  });

  test("a change of shares moves as few users as possible", () => {
    const { history, hash, keys } = simulate("thompson", rates, 1);
    const users = Array.from({ length: 5_000 }, (_, n) => `u${n}`);
    const at = (weights: number[]) => {
      const variants = keys.map((key, index) => ({ key, weight: weights[index] ?? 0 }));
      const splitter = new Splitter({ seed: hash, trafficShare: 1, group: null, variants });
      return users.map((user) => splitter.variantOf(user));
    };
    for (const [index, weights] of history.slice(0, 8).entries()) {
      const next = history[index + 1] ?? weights;
      const [before, after] = [at(weights), at(next)];
      const moved = before.filter((variant, user) => variant !== after[user]).length / users.length;
      const needed = weights.reduce((sum, weight, variant) => sum + Math.max(0, weight - (next[variant] ?? 0)), 0);
      expect(moved).toBeLessThan(needed + 0.02);
    }
  });
});

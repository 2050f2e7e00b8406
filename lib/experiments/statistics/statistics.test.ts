import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  alwaysValid,
  benjaminiHochberg,
  chiSquaredTest,
  compareClusteredRates,
  compareProportions,
  detectableEffect,
  fisherExact,
  holm,
  probabilityBest,
  probabilityBetter,
  sampleRatioMismatch,
  sampleSizeForMeans,
  sampleSizeForProportions,
  summarize,
  ucb1Scores,
  welchTest,
  worseMean,
  worseProportion,
} from "./index";
import { mulberry32 } from "./seeded";

const count = (successes: number, total: number) => ({ successes, total });
const anyCount = fc.tuple(fc.nat(400), fc.nat(400)).map(([hits, rest]) => count(hits, hits + rest + 1));

describe("summaries", () => {
  test("Welford keeps its precision at a mean of a billion", () => {
    expect(summarize([4, 7, 13, 16].map((x) => x + 1e9))).toEqual({ n: 4, mean: 1e9 + 10, sd: Math.sqrt(30) });
    expect(summarize([])).toEqual({ n: 0, mean: 0, sd: 0 });
  });
});

describe("2×2 tables", () => {
  test("Fisher's test of the lady tasting tea, and of an example of R", () => {
    expect(fisherExact(count(1, 4), count(3, 4))).toMatchObject({ p: 34 / 70, pHigher: 17 / 70 });
    // fisher.test(matrix(c(1, 9, 11, 3), 2)): 0.002759
    expect(fisherExact(count(1, 10), count(11, 14)).p).toBeCloseTo(0.0027594561852200832, 12);
  });

  test("chi-squared without correction, as R's prop.test(correct = FALSE)", () => {
    const { statistic, df, p } = chiSquaredTest([count(83, 86), count(90, 93), count(129, 136), count(70, 82)]);
    expect(statistic).toBeCloseTo(12.6004, 4);
    expect(df).toBe(3);
    expect(p).toBeCloseTo(0.005585, 6);
  });

  test("the far tail is small, not zero", () => {
    const { p } = compareProportions(count(0, 5_000), count(1_200, 5_000));
    expect(p).toBeGreaterThan(0);
    expect(p).toBeLessThan(1e-280);
  });

  test("0 of 1,000 against 30 of 1,000 is a clear result; 0 against 0 is not tested", () => {
    const clear = compareProportions(count(0, 1000), count(30, 1000));
    expect(clear.p).toBeLessThan(1e-7);
    expect(clear.newcombe[0]).toBeGreaterThan(0.018);
    expect(compareProportions(count(0, 900), count(4, 900)).test).toBe("fisher");
    expect(compareProportions(count(0, 10), count(0, 10))).toMatchObject({ test: "none", p: 1, difference: 0 });
    expect(compareProportions(count(9, 9), count(7, 7))).toMatchObject({ test: "none", p: 1 });
  });

  test("Newcombe's interval of 56/70 against 48/80 (Newcombe 1998, case a)", () => {
    const { newcombe, difference } = compareProportions(count(48, 80), count(56, 70));
    expect(difference).toBeCloseTo(0.2, 12);
    expect(newcombe[0]).toBeCloseTo(0.0524, 4);
    expect(newcombe[1]).toBeCloseTo(0.3339, 4);
  });

  test("swapping the arms changes the sign and keeps p", () => {
    fc.assert(
      fc.property(anyCount, anyCount, (a, b) => {
        const [there, back] = [compareProportions(a, b), compareProportions(b, a)];
        expect(back.difference).toBeCloseTo(-there.difference, 12);
        expect(back.p).toBeCloseTo(there.p, 10);
        expect(back.newcombe[0]).toBeCloseTo(-there.newcombe[1], 10);
        const [one, other] = [fisherExact(a, b), fisherExact(b, a)];
        expect(other.pLower).toBeCloseTo(one.pHigher, 10);
      }),
    );
  });
});

describe("means", () => {
  test("Welch's test, unequal variances, as published", () => {
    const a = summarize([27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4]);
    const b = summarize([27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 20.5, 24.4]);
    const { t, df, p } = welchTest(a, b);
    expect(t).toBeCloseTo(2.46, 1);
    expect(df).toBeCloseTo(25, 0);
    expect(p).toBeCloseTo(0.021, 3);
  });

  test("one arm without variance gives no result", () => {
    const still = { n: 50, mean: 3, sd: 0 };
    expect(welchTest(still, { ...still, mean: 4 })).toMatchObject({ degenerate: true, p: 1 });
    expect(worseMean(still, { ...still, mean: 1 }, { worse: "lower" }).p).toBe(1);
  });
});

describe("how many users", () => {
  test("10 % → 12 % at .05 and .8 takes 3,841 an arm", () => {
    expect(sampleSizeForProportions({ baseline: 0.1, effect: 0.02, alpha: 0.05, power: 0.8 })).toBe(3841);
    expect(sampleSizeForMeans({ sd: 1, effect: 0.5, alpha: 0.05, power: 0.8 })).toBe(63);
  });

  test("the smallest effect is the inverse", () => {
    const at = { baseline: 0.7, alpha: 0.05, power: 0.8 };
    const { up, down } = detectableEffect({ ...at, perArm: 500 });
    expect(sampleSizeForProportions({ ...at, effect: up })).toBeCloseTo(500, -1);
    expect(sampleSizeForProportions({ ...at, effect: -down })).toBeCloseTo(500, -1);
    expect(up).toBeGreaterThan(0.07);
    expect(detectableEffect({ ...at, baseline: 0.99, perArm: 20 }).up).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("the split", () => {
  test("a broken split is detected, a fair one is not, and unplanned traffic is named", () => {
    expect(sampleRatioMismatch([5000, 5000], [0.5, 0.5])).toMatchObject({ p: 1, mismatch: false });
    expect(sampleRatioMismatch([5000, 5400], [0.5, 0.5]).mismatch).toBe(true);
    expect(sampleRatioMismatch([1000, 9000, 3], [0.1, 0.9, 0])).toMatchObject({
      df: 1,
      mismatch: false,
      strayArms: [2],
    });
  });
});

describe("Bayes", () => {
  /** P(B > A) for posteriors with whole parameters, in closed form (Miller 2015). */
  function closedForm(a: { successes: number; total: number }, b: { successes: number; total: number }): number {
    const logFactorials = [0];
    for (let i = 1; i < 2_000; i++) logFactorials.push((logFactorials[i - 1] ?? 0) + Math.log(i));
    const lnBeta = (x: number, y: number) =>
      (logFactorials[x - 1] ?? 0) + (logFactorials[y - 1] ?? 0) - (logFactorials[x + y - 1] ?? 0);
    const [aa, ba] = [1 + a.successes, 1 + a.total - a.successes];
    const [ab, bb] = [1 + b.successes, 1 + b.total - b.successes];
    let sum = 0;
    for (let i = 0; i < ab; i++)
      sum += Math.exp(lnBeta(aa + i, bb + ba) - Math.log(bb + i) - lnBeta(1 + i, bb) - lnBeta(aa, ba));
    return sum;
  }

  test("P(B > A) is exact to 1e-9", () => {
    fc.assert(
      fc.property(anyCount, anyCount, (a, b) => {
        expect(Math.abs(probabilityBetter(a, b) - closedForm(a, b))).toBeLessThan(1e-9);
      }),
    );
    expect(probabilityBetter(count(0, 0), count(0, 0))).toBeCloseTo(0.5, 10);
    expect(probabilityBetter(count(500_000, 1_000_000), count(500_000, 1_000_000))).toBeCloseTo(0.5, 9);
    expect(probabilityBetter(count(0, 1_000_000), count(3, 1_000_000))).toBeCloseTo(0.9375, 5);
    expect(probabilityBetter(count(1, 3), count(2, 3), [0.5, 0.5])).toBeGreaterThan(0.5);
  });

  test("P(best) sums to 1 and agrees with the exact value of two", () => {
    const arms = [count(40, 100), count(50, 100)];
    const best = probabilityBest(arms, { draws: 40_000, random: mulberry32(7) });
    expect(best.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(best[1]).toBeCloseTo(probabilityBetter(arms[0] ?? count(0, 0), arms[1] ?? count(0, 0)), 2);
  });

  test("UCB1 tries untried arms first", () => {
    const scores = ucb1Scores([
      { rewardSum: 5, pulls: 10 },
      { rewardSum: 0, pulls: 0 },
    ]);
    expect(scores[0]).toBeCloseTo(0.5 + Math.sqrt((2 * Math.log(10)) / 10), 12);
    expect(scores[1]).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("worse than before", () => {
  test("direction, margin and small counts", () => {
    const drop = worseProportion(count(900, 1000), count(800, 1000), { worse: "lower" });
    expect(drop).toMatchObject({ test: "z" });
    expect(drop.worsening).toBeCloseTo(0.1, 12);
    expect(drop.p).toBeLessThan(1e-9);
    expect(worseProportion(count(800, 1000), count(900, 1000), { worse: "lower" }).p).toBeGreaterThan(0.999);
    const within = worseProportion(count(900, 1000), count(890, 1000), { worse: "lower", margin: 0.02 });
    expect(within.p).toBeGreaterThan(0.5);
    expect(worseProportion(count(0, 200), count(6, 200), { worse: "higher" })).toMatchObject({ test: "fisher" });
    expect(worseProportion(count(0, 200), count(6, 200), { worse: "higher" }).p).toBeCloseTo(0.0151, 3);
    expect(worseProportion(count(0, 9), count(0, 9), { worse: "higher" })).toMatchObject({ test: "none", p: 1 });
  });

  test("means, one-sided", () => {
    const before = { n: 300, mean: 1.2, sd: 0.4 };
    expect(worseMean(before, { ...before, mean: 1.4 }, { worse: "higher" }).p).toBeLessThan(1e-6);
    expect(worseMean(before, { ...before, mean: 1.4 }, { worse: "lower" }).p).toBeGreaterThan(0.999);
  });
});

describe("many tests", () => {
  test("Holm and Benjamini–Hochberg as R's p.adjust", () => {
    const p = [0.01, 0.04, 0.03, 0.005];
    expect(holm(p)).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(benjaminiHochberg(p).map((x) => Number(x.toFixed(4)))).toEqual([0.02, 0.04, 0.04, 0.02]);
    expect([holm([]), benjaminiHochberg([])]).toEqual([[], []]);
  });

  test("they keep the order of the p-values and never lower one", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }), (p) => {
        for (const adjust of [holm, benjaminiHochberg]) {
          const adjusted = adjust(p);
          for (const [i, value] of p.entries()) {
            expect(adjusted[i]).toBeGreaterThanOrEqual(value * (1 - 1e-12));
            for (const [j, other] of p.entries())
              if (value < other) expect(adjusted[i] ?? 0).toBeLessThanOrEqual(adjusted[j] ?? 0);
          }
        }
      }),
    );
  });
});

describe("sequential tests", () => {
  test("the interval holds exactly the differences whose p is above alpha", () => {
    const at = { standardError: 0.01, n: 4000, alpha: 0.05, tuningN: 8000 };
    const { interval } = alwaysValid({ ...at, difference: 0.05 });
    const edge = (interval[1] - interval[0]) / 2;
    expect(alwaysValid({ ...at, difference: edge * 1.0001 }).p).toBeLessThan(0.05);
    expect(alwaysValid({ ...at, difference: edge * 0.9999 }).p).toBeGreaterThan(0.05);
    expect(edge).toBeGreaterThan(0.01 * 1.96);
    expect(alwaysValid({ ...at, difference: 1, standardError: 0 }).p).toBe(1);
  });

  test("an A/A test checked 200 times has false alarms below alpha", () => {
    const random = mulberry32(11);
    let alarms = 0;
    for (let run = 0; run < 300; run++) {
      let [a, b] = [0, 0];
      let isAlarm = false;
      for (let look = 1; look <= 200 && !isAlarm; look++) {
        for (let user = 0; user < 20; user++) {
          if (random() < 0.3) a++;
          if (random() < 0.3) b++;
        }
        const n = look * 20;
        const spread = (x: number) => ((x / n) * (1 - x / n)) / n;
        const input = { difference: (b - a) / n, standardError: Math.sqrt(spread(a) + spread(b)) };
        isAlarm = n >= 100 && alwaysValid({ ...input, n: 2 * n, alpha: 0.05, tuningN: 8000 }).p < 0.05;
      }
      if (isAlarm) alarms++;
    }
    expect(alarms / 300).toBeLessThan(0.05 + 2 * Math.sqrt((0.05 * 0.95) / 300));
  });
});

describe("users, not interactions", () => {
  test("50 users × 10 interactions are not 500 users: false alarms stay near 5 %", () => {
    const random = mulberry32(3);
    const arm = () =>
      Array.from({ length: 50 }, () => {
        const own = random() < 0.5 ? 0.2 : 0.9; // people differ more than the answers of one person
        return { interactions: 10, successes: Array.from({ length: 10 }, () => random() < own).filter(Boolean).length };
      });
    let [clustered, naive] = [0, 0];
    for (let run = 0; run < 400; run++) {
      const [a, b] = [arm(), arm()];
      const compared = compareClusteredRates(a, b);
      if (compared.p < 0.05) clustered++;
      const sum = (units: { successes: number }[]) => units.reduce((total, unit) => total + unit.successes, 0);
      if (compareProportions(count(sum(a), 500), count(sum(b), 500)).p < 0.05) naive++;
      expect(compared.designEffect[0]).toBeGreaterThan(1.5);
    }
    expect(clustered / 400).toBeLessThan(0.1);
    expect(naive / 400).toBeGreaterThan(0.25);
  });

  test("one interaction per user gives the plain test", () => {
    const units = (hits: number, n: number) =>
      Array.from({ length: n }, (_, i) => ({ interactions: 1, successes: i < hits ? 1 : 0 }));
    const { difference, designEffect, interval } = compareClusteredRates(units(300, 1000), units(350, 1000));
    expect(difference).toBeCloseTo(0.05, 12);
    expect(designEffect[0]).toBeCloseTo(1, 2);
    const { wald } = compareProportions(count(300, 1000), count(350, 1000));
    expect(interval[0]).toBeCloseTo(wald[0], 3);
  });
});

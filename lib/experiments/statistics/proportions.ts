import { chiSquaredSurvival, normalQuantile } from "./distributions";
import { fisherExact } from "./fisher";
import { type Count, type Interval, rate } from "./types";

export type ChiSquared = { statistic: number; df: number; p: number; minExpected: number; degenerate: boolean };

/**
 * Pearson's test that all arms have one rate: 2×k, without Yates' correction. `degenerate`: fewer than two arms with
 * data, or all outcomes alike; then p is 1.
 */
export function chiSquaredTest(arms: Count[]): ChiSquared {
  const filled = arms.filter(({ total }) => total > 0);
  const total = filled.reduce((sum, arm) => sum + arm.total, 0);
  const successes = filled.reduce((sum, arm) => sum + arm.successes, 0);
  const df = Math.max(0, filled.length - 1);
  const pooled = total > 0 ? successes / total : 0;
  const expected = filled.flatMap((arm) => [arm.total * pooled, arm.total * (1 - pooled)]);
  const minExpected = expected.length > 0 ? Math.min(...expected) : 0;
  if (df === 0 || successes === 0 || successes === total)
    return { statistic: 0, df, p: 1, minExpected, degenerate: true };
  const statistic = filled.reduce(
    (sum, arm) => sum + (arm.successes - arm.total * pooled) ** 2 / (arm.total * pooled * (1 - pooled)),
    0,
  );
  return { statistic, df, p: chiSquaredSurvival(statistic, df), minExpected, degenerate: false };
}

/** Wilson's score interval of one rate (Wilson 1927). */
export function wilson({ successes, total }: Count, confidence: number): Interval {
  if (total === 0) return [0, 1];
  const z = normalQuantile(0.5 + confidence / 2);
  const p = successes / total;
  const centre = p + z ** 2 / (2 * total);
  const half = z * Math.sqrt((p * (1 - p)) / total + z ** 2 / (4 * total ** 2));
  const scale = 1 + z ** 2 / total;
  return [Math.max(0, (centre - half) / scale), Math.min(1, (centre + half) / scale)];
}

/** Newcombe's hybrid score interval of B − A (Newcombe 1998, method 10). Takes counts thinned by a design effect too. */
export function newcombe(a: Count, b: Count, confidence: number): Interval {
  const [pa, pb] = [rate(a), rate(b)];
  const [[lowA, highA], [lowB, highB]] = [wilson(a, confidence), wilson(b, confidence)];
  return [pb - pa - Math.hypot(pb - lowB, highA - pa), pb - pa + Math.hypot(highB - pb, pa - lowA)];
}

export type ProportionComparison = {
  difference: number;
  wald: Interval;
  /** The one to show. */
  newcombe: Interval;
  test: "chi-squared" | "fisher" | "none";
  p: number;
};

/**
 * B − A of two rates. Chi-squared where every expected count is at least 5, else Fisher's exact test; "none" (p = 1)
 * where all outcomes are alike or an arm is empty: nothing to test.
 */
export function compareProportions(a: Count, b: Count, { confidence = 0.95 } = {}): ProportionComparison {
  const [pa, pb] = [rate(a), rate(b)];
  const difference = pb - pa;
  const z = normalQuantile(0.5 + confidence / 2);
  const spread = (p: number, n: number) => (n > 0 ? (p * (1 - p)) / n : 0);
  const half = z * Math.sqrt(spread(pa, a.total) + spread(pb, b.total));
  const { p, minExpected, degenerate } = chiSquaredTest([a, b]);
  const test = degenerate ? "none" : minExpected >= 5 ? "chi-squared" : "fisher";
  return {
    difference,
    wald: [difference - half, difference + half],
    newcombe: newcombe(a, b, confidence),
    test,
    p: test === "fisher" ? fisherExact(a, b).p : p,
  };
}

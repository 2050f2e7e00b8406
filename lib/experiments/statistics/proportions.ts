import { chiSquaredSurvival, normalQuantile } from "./distributions";
import { fisherExact } from "./fisher";
import { type Count, type Interval, rate } from "./types";

export type ChiSquared = { statistic: number; df: number; p: number; minExpected: number; degenerate: boolean };

/**
 * Pearson's test that all arms have the same rate: 2×k, without Yates' correction. `degenerate`: fewer than two arms
 * have data, or all outcomes are equal. Then p is 1.
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

const wilsonAt = ({ successes, total }: Count, z: number): Interval => {
  if (total === 0) return [0, 1];
  const p = successes / total;
  const centre = p + z ** 2 / (2 * total);
  const half = z * Math.sqrt((p * (1 - p)) / total + z ** 2 / (4 * total ** 2));
  const scale = 1 + z ** 2 / total;
  return [Math.max(0, (centre - half) / scale), Math.min(1, (centre + half) / scale)];
};

/** Wilson's score interval of one rate (Wilson 1927). */
export const wilson = (count: Count, confidence: number): Interval =>
  wilsonAt(count, normalQuantile(0.5 + confidence / 2));

function newcombeAt(a: Count, b: Count, z: number): Interval {
  const [pa, pb] = [rate(a), rate(b)];
  const [[lowA, highA], [lowB, highB]] = [wilsonAt(a, z), wilsonAt(b, z)];
  return [pb - pa - Math.hypot(pb - lowB, highA - pa), pb - pa + Math.hypot(highB - pb, pa - lowA)];
}

/**
 * Newcombe's hybrid score interval of B − A (Newcombe 1998, method 10). Also accepts counts divided by a design effect.
 */
export const newcombe = (a: Count, b: Count, confidence: number): Interval =>
  newcombeAt(a, b, normalQuantile(0.5 + confidence / 2));

/** Beyond this many standard errors, p-values are too small for a double. */
const farthest = 37;

/**
 * The test that corresponds to Newcombe's interval: how many standard errors wide the interval must be to reach the
 * difference `at`; positive if B − A is larger. The interval of confidence 1 − α excludes `at` exactly if the two-sided
 * p is below α.
 */
export function newcombeZ(a: Count, b: Count, at = 0): number {
  if (a.total === 0 || b.total === 0) return 0;
  const above = rate(b) - rate(a) - at;
  if (above === 0) return 0;
  const excludes = (z: number) => {
    const [low, high] = newcombeAt(a, b, z);
    return above > 0 ? low > at : high < at;
  };
  let [inside, outside] = [0, farthest];
  if (excludes(outside)) return Math.sign(above) * outside;
  for (let step = 0; step < 60; step++) {
    const middle = (inside + outside) / 2;
    if (excludes(middle)) inside = middle;
    else outside = middle;
  }
  return Math.sign(above) * inside;
}

export type ProportionComparison = {
  difference: number;
  wald: Interval;
  /** The interval to display. */
  newcombe: Interval;
  test: "chi-squared" | "fisher" | "none";
  p: number;
};

/**
 * Compares two rates, B − A. Chi-squared if every expected count is at least 5, else Fisher's exact test. "none" (p =
 * 1) if all outcomes are equal or an arm is empty.
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

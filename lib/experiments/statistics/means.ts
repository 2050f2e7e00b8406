import { tQuantile, tTwoSided } from "./distributions";
import type { Interval, Summary } from "./types";

export type MeanComparison = {
  difference: number;
  standardError: number;
  t: number;
  df: number;
  p: number;
  interval: Interval;
  degenerate: boolean;
};

/** The standard error and Welch–Satterthwaite degrees of freedom of a difference of means; null without variance. */
export function welchSpread(a: Summary, b: Summary): { standardError: number; df: number } | null {
  if (a.n < 2 || b.n < 2) return null;
  const [va, vb] = [a.sd ** 2 / a.n, b.sd ** 2 / b.n];
  if (!(va + vb > 0)) return null;
  return {
    standardError: Math.sqrt(va + vb),
    // Computed from the shares of both, because squares of very small variances would be 0.
    df: 1 / ((va / (va + vb)) ** 2 / (a.n - 1) + (vb / (va + vb)) ** 2 / (b.n - 1)),
  };
}

/**
 * Welch's t-test of B − A (Welch 1947). `degenerate`: an arm has fewer than two values, or neither has variance. Then p
 * is 1 and the interval is unbounded.
 */
export function welchTest(a: Summary, b: Summary, { confidence = 0.95 } = {}): MeanComparison {
  const difference = b.mean - a.mean;
  const spread = welchSpread(a, b);
  if (!spread) {
    const interval: Interval = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    return { difference, standardError: 0, t: 0, df: 0, p: 1, interval, degenerate: true };
  }
  const { standardError, df } = spread;
  const t = difference / standardError;
  const half = tQuantile(0.5 + confidence / 2, df) * standardError;
  const interval: Interval = [difference - half, difference + half];
  return { difference, standardError, t, df, p: tTwoSided(t, df), interval, degenerate: false };
}

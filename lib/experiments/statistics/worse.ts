import { betaCdf, normalSurvival, tSurvival } from "./distributions";
import { fisherExact } from "./fisher";
import { welchSpread } from "./means";
import { chiSquaredTest } from "./proportions";
import { type Count, rate, type Summary, type Worse } from "./types";

type Direction = { worse: Worse; margin?: number };

export type WorseProportion = { worsening: number; z: number; p: number; test: "z" | "fisher" | "none" };

/**
 * One-sided test: is the current rate worse than the previous by more than `margin` (absolute)? Pooled z without a
 * margin, unpooled z of (worsening − margin) with one. One-sided Fisher test if an expected count is below 5 (with a
 * margin only if the worsening exceeds it). "none", p = 1: all outcomes are equal, or a side has no data.
 */
export function worseProportion(previous: Count, current: Count, { worse, margin = 0 }: Direction): WorseProportion {
  const [before, now] = [rate(previous), rate(current)];
  const worsening = worse === "lower" ? before - now : now - before;
  const { minExpected, degenerate } = chiSquaredTest([previous, current]);
  if (degenerate) return { worsening: previous.total && current.total ? worsening : 0, z: 0, p: 1, test: "none" };
  const variance = (p: number, n: number) => (p * (1 - p)) / n;
  const pooled = (previous.successes + current.successes) / (previous.total + current.total);
  const standardError =
    margin > 0
      ? Math.sqrt(variance(before, previous.total) + variance(now, current.total))
      : Math.sqrt(variance(pooled, previous.total) + variance(pooled, current.total));
  const z = standardError > 0 ? (worsening - margin) / standardError : Math.sign(worsening - margin) * 1e300;
  if (minExpected >= 5) return { worsening, z, p: normalSurvival(z), test: "z" };
  const { pHigher, pLower } = fisherExact(previous, current);
  const p = margin > 0 && worsening <= margin ? 1 : worse === "lower" ? pLower : pHigher;
  return { worsening, z, p, test: "fisher" };
}

export type WorseMean = { worsening: number; t: number; df: number; p: number };

/** One-sided Welch test: is the current mean worse than the previous by more than `margin`? Without variance p is 1. */
export function worseMean(previous: Summary, current: Summary, { worse, margin = 0 }: Direction): WorseMean {
  const worsening = worse === "lower" ? previous.mean - current.mean : current.mean - previous.mean;
  const spread = welchSpread(previous, current);
  if (!spread) return { worsening, t: 0, df: 0, p: 1 };
  const t = (worsening - margin) / spread.standardError;
  return { worsening, t, df: spread.df, p: tSurvival(t, spread.df) };
}

/**
 * One-sided test: is the rate beyond a line, on its worse side? Exact binomial. Also accepts counts divided by a design
 * effect. A line outside 0 to 1 is crossed either by all values or by none.
 */
export function pastLineProportion({ successes, total }: Count, { worse, line }: { worse: Worse; line: number }) {
  if (total <= 0) return { p: 1 };
  const chance = Math.min(1, Math.max(0, line));
  if (worse === "lower") return { p: successes >= total ? 1 : betaCdf(1 - chance, total - successes, successes + 1) };
  return { p: successes <= 0 ? 1 : betaCdf(chance, successes, total - successes + 1) };
}

/** One-sided t-test: is the mean beyond a line, on its worse side? If all values are equal, p is 0 or 1. */
export function pastLineMean({ n, mean, sd }: Summary, { worse, line }: { worse: Worse; line: number }) {
  if (n < 2) return { p: 1 };
  const past = worse === "lower" ? line - mean : mean - line;
  if (sd === 0) return { p: past > 0 ? 0 : 1 };
  return { p: tSurvival(past / (sd / Math.sqrt(n)), n - 1) };
}

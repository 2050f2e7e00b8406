import { type MetricName, metrics } from "../metrics";
import { type Interval, normalQuantile, normalTwoSided } from "../statistics";
import type { ArmTotals } from "../totals";
import { compareMeans } from "./mean-values";
import { measure, sumsOf } from "./measure";
import { compareRates } from "./rates";
import { errorsToReach, reachOfDifference } from "./spread";

export type MetricComparison = {
  baseline: number | null;
  value: number | null;
  /** B − A; null if an arm has no data. */
  difference: number | null;
  interval: Interval;
  test: "chi-squared" | "fisher" | "delta" | "welch" | "quantile" | "permutation" | "none";
  /** Two-sided. */
  p: number;
};

const unbounded: Interval = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/** Compares one metric, B − A, two-sided, with the test for its kind and cell counts. Variances are over users. */
export function compareMetric(metric: MetricName, a: ArmTotals, b: ArmTotals, confidence: number): MetricComparison {
  const [ma, mb] = [measure(a, metric), measure(b, metric)];
  const values = { baseline: ma?.value ?? null, value: mb?.value ?? null };
  if (!ma || !mb) return { ...values, difference: null, interval: unbounded, test: "none", p: 1 };
  const [sa, sb] = [sumsOf(a, metric), sumsOf(b, metric)];
  if (sa && sb)
    return { ...values, ...(metrics[metric].kind === "rate" ? compareRates : compareMeans)(sa, sb, confidence) };
  const difference = mb.value - ma.value;
  if (!(ma.variance + mb.variance > 0)) return { ...values, difference, interval: unbounded, test: "none", p: 1 };
  const contrast = { a: ma, b: mb };
  const [below, above] = reachOfDifference(contrast, normalQuantile(0.5 + confidence / 2));
  const interval: Interval = [difference - below, difference + above];
  return { ...values, difference, interval, test: "quantile", p: normalTwoSided(errorsToReach(contrast, difference)) };
}

import { type MetricName, metrics, type RatioMetric, ratioMetrics } from "../metrics";
import { bucketWidth } from "../rollup/quantiles";
import { type Interval, ratioOf } from "../statistics";
import type { ArmTotals, QuantileTotals, RatioSums } from "../totals";
import { cautiousVariances } from "./mean-values";

/** A metric of one arm. The variance is over users. `numerator` and `denominator` are set for ratios of sums. */
export type MetricEstimate = {
  value: number;
  variance: number;
  /** The intervals of a quantile (`boundErrors`), which can be uneven. */
  bounds?: readonly Interval[];
  users: number;
  numerator: number | null;
  denominator: number | null;
  effectiveUsers: number | null;
};

const quantileMetrics: Partial<Record<MetricName, ["latencyMs" | "ttftMs", "p50" | "p95"]>> = {
  ttft_p50: ["ttftMs", "p50"],
  ttft_p95: ["ttftMs", "p95"],
  latency_p50: ["latencyMs", "p50"],
  latency_p95: ["latencyMs", "p95"],
};

/** Whether a metric is a ratio of two sums. */
const isRatio = (metric: MetricName): metric is RatioMetric => (ratioMetrics as readonly MetricName[]).includes(metric);

/** The sums of a ratio metric; null if nothing was counted. */
export function sumsOf(arm: Pick<ArmTotals, "ratios">, metric: MetricName): RatioSums | null {
  const sums = isRatio(metric) ? arm.ratios[metric] : undefined;
  return sums && sums.b > 0 ? sums : null;
}

/**
 * The minimum number of effective groups, of 64 random groups of users. Below it, a few users have most of the values,
 * and the groups give no standard error.
 */
const fewestGroups = 10;

function quantileOf(arm: ArmTotals, metric: MetricName): MetricEstimate | null {
  const place = quantileMetrics[metric];
  const totals: QuantileTotals | null | undefined = place && arm[place[0]];
  if (!place || !totals || totals.count === 0) return null;
  const [standardError, bounds = []] =
    place[1] === "p50" ? [totals.p50StandardError, totals.p50Bounds] : [totals.p95StandardError, totals.p95Bounds];
  const value = totals[place[1]];
  // If all times are equal, the error is the width of their bucket. With one user the error is unknown.
  const alike = totals.users > 1 ? (value * bucketWidth) ** 2 / 12 : Number.NaN;
  const isFewGroups = totals.effectiveGroups !== undefined && totals.effectiveGroups < fewestGroups;
  const variance = isFewGroups ? Number.NaN : standardError > 0 ? standardError ** 2 : alike;
  const { b, bb } = arm.ratios.refusal_rate; // over all answers
  const effectiveUsers = bb > 0 ? b ** 2 / bb : null;
  const estimate = { value, variance, users: totals.users, numerator: null, denominator: null, effectiveUsers };
  return isFewGroups ? estimate : { ...estimate, bounds };
}

/** The measurements of both arms. For means, the variances account for different sizes of the arms. */
export function measurePair(
  metric: MetricName,
  a: ArmTotals,
  b: ArmTotals,
): [MetricEstimate | null, MetricEstimate | null] {
  const [ma, mb] = [measure(a, metric), measure(b, metric)];
  const [sa, sb] = [sumsOf(a, metric), sumsOf(b, metric)];
  if (!ma || !mb || !sa || !sb || metrics[metric].kind === "rate") return [ma, mb];
  const [varianceA, varianceB] = cautiousVariances(sa, sb);
  return [
    { ...ma, variance: varianceA },
    { ...mb, variance: varianceB },
  ];
}

/** A metric of one arm; null if nothing was measured. */
export function measure(arm: ArmTotals, metric: MetricName): MetricEstimate | null {
  if (!isRatio(metric)) return quantileOf(arm, metric);
  const sums = sumsOf(arm, metric);
  if (!sums) return null;
  const { rate, variance } = ratioOf(sums);
  return {
    value: rate,
    variance,
    users: sums.users,
    numerator: sums.v,
    denominator: sums.b,
    effectiveUsers: sums.b ** 2 / sums.bb,
  };
}

/** Users with an outcome of this metric. The planned sample is counted in these. */
export function usersWithOutcome(arm: ArmTotals, metric: MetricName): number {
  if (isRatio(metric)) return arm.ratios[metric]?.users ?? 0;
  const place = quantileMetrics[metric]?.[0];
  return (place && arm[place]?.users) ?? 0;
}

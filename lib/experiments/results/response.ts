import type { MetricName } from "../metrics";
import type { ArmTotals, RatioSums, responseNames } from "../totals";
import { sumsOf } from "./measure";
import { compareRates } from "./rates";

/** The level of the two-sided test whether both arms rate equally often. */
const alpha = 0.01;

const ratings: Partial<Record<MetricName, { of: (typeof responseNames)[number]; scale: readonly [number, number] }>> = {
  thumbs: { of: "thumbs_response", scale: [0, 1] },
  stars: { of: "stars_response", scale: [1, 5] },
};

/** The shares of rated answers in both arms. */
export type Response = {
  baseline: number;
  value: number;
  p: number;
  differs: boolean;
  /** If they differ: the possible range of B − A among people who would rate in both arms. Else null. */
  bounds: [number, number] | null;
};

const rateOf = ({ v, b }: RatioSums) => v / b;
const clamp = (value: number, [low, high]: readonly [number, number]) => Math.min(high, Math.max(low, value));

/**
 * Lee's bounds (2009): the arm with the higher rating share is trimmed by the excess share, once of its best and once
 * of its worst ratings, with the means of the rest after Horowitz and Manski (1995). They hold if a version only
 * decreases, or only increases, the willingness to rate.
 */
function leeBounds(
  a: RatioSums,
  b: RatioSums,
  rates: [number, number],
  scale: readonly [number, number],
): [number, number] {
  const [rateA, rateB] = rates;
  const trim = Math.abs(rateB - rateA) / Math.max(rateA, rateB);
  const ofRest = (mean: number): [number, number] => [
    clamp((mean - scale[1] * trim) / (1 - trim), scale),
    clamp((mean - scale[0] * trim) / (1 - trim), scale),
  ];
  const [meanA, meanB] = [rateOf(a), rateOf(b)];
  if (rateB > rateA) {
    const [low, high] = ofRest(meanB);
    return [low - meanA, high - meanA];
  }
  const [low, high] = ofRest(meanA);
  return [meanB - high, meanB - low];
}

/** Whether users of one arm rate more often than those of the other; null for metrics that are not ratings. Pure. */
export function computeResponse(metric: MetricName, control: ArmTotals, arm: ArmTotals): Response | null {
  const rating = ratings[metric];
  const [a, b] = [rating && control.responses?.[rating.of], rating && arm.responses?.[rating.of]];
  const [ratedA, ratedB] = [sumsOf(control, metric), sumsOf(arm, metric)];
  if (!rating || !a || !b || !ratedA || !ratedB || !(a.b > 0) || !(b.b > 0)) return null;
  const { p } = compareRates(a, b, 1 - alpha);
  const [baseline, value] = [rateOf(a), rateOf(b)];
  const differs = p < alpha;
  const bounds = differs ? leeBounds(ratedA, ratedB, [baseline, value], rating.scale) : null;
  return { baseline, value, p, differs, bounds };
}

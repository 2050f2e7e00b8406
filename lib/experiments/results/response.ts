import type { MetricName } from "../metrics";
import type { ArmTotals, RatioSums, responseNames } from "../totals";
import { sumsOf } from "./measure";
import { compareRates } from "./rates";

/** The level of the two-sided test whether equally many answers were rated (STATISTICS rule 14). */
const alpha = 0.01;

const ratings: Partial<Record<MetricName, { of: (typeof responseNames)[number]; scale: readonly [number, number] }>> = {
  thumbs: { of: "thumbs_response", scale: [0, 1] },
  stars: { of: "stars_response", scale: [1, 5] },
};

/** How many of the answers were rated, in both arms. */
export type Response = {
  baseline: number;
  value: number;
  p: number;
  differs: boolean;
  /** Where it differs: what B − A can be among those who would rate in both arms; null where it does not differ. */
  bounds: [number, number] | null;
};

const rateOf = ({ v, b }: RatioSums) => v / b;
const clamp = (value: number, [low, high]: readonly [number, number]) => Math.min(high, Math.max(low, value));

/**
 * Lee's bounds (2009): of the arm that rates more, the share by which it does is left out, once as its best and once as
 * its worst ratings; means of the rest as Horowitz and Manski (1995) have them. They hold where a version only makes
 * people rate less, or only more.
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

/** Whether users of one arm rate more often than those of the other; null for metrics that are no ratings. Pure. */
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

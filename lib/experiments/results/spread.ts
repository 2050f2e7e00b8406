import { boundErrors } from "../rollup/quantiles";
import type { Interval } from "../statistics";

/** A measured value with its variance, and for a quantile its intervals at each of `boundErrors` standard errors. */
type Spread = { value: number; variance: number; bounds?: readonly Interval[] };

/** Two measured values. The difference is B − scale · A. */
export type Contrast = { a: Spread; b: Spread; scale?: number };

/** How far the interval of a value reaches below and above it at this many standard errors. */
function reach({ value, variance, bounds = [] }: Spread, errors: number): Interval {
  if (bounds.length === 0) return [errors * Math.sqrt(variance), errors * Math.sqrt(variance)];
  const steps: readonly { at: number; below: number; above: number }[] = [
    { at: 0, below: 0, above: 0 },
    ...bounds.map(([low, high], index) => ({ at: boundErrors[index] ?? 0, below: value - low, above: high - value })),
  ];
  const next = steps.findIndex(({ at }) => at >= errors);
  // Beyond the last step the distances grow in proportion.
  const to = steps.at(next) ?? { at: 1, below: 0, above: 0 };
  const from = next > 0 ? steps[next - 1] : steps[0];
  const share = from && to.at > from.at ? (errors - from.at) / (to.at - from.at) : 0;
  const between = (side: "below" | "above") => (from?.[side] ?? 0) + share * (to[side] - (from?.[side] ?? 0));
  return [Math.max(0, between("below")), Math.max(0, between("above"))];
}

/**
 * How far the interval of a difference reaches below and above it, from the intervals of both values (MOVER, Zou and
 * Donner 2008). Equals the usual interval if both are symmetric.
 */
export function reachOfDifference({ a, b, scale = 1 }: Contrast, errors: number): Interval {
  const [[belowA, aboveA], [belowB, aboveB]] = [reach(a, errors), reach(b, errors)];
  return [Math.hypot(belowB, scale * aboveA), Math.hypot(aboveB, scale * belowA)];
}

/** Beyond this many standard errors, p-values are too small for a double. */
const farthest = 37;

/**
 * How many standard errors wide the interval of a difference must be to reach the value that lies `distance` below it
 * (negative: above it). Has the sign of `distance`. NaN if an error is unknown.
 */
export function errorsToReach(contrast: Contrast, distance: number): number {
  const { a, b, scale = 1 } = contrast;
  if (!a.bounds?.length && !b.bounds?.length) return distance / Math.sqrt(b.variance + scale ** 2 * a.variance);
  const side = distance > 0 ? 0 : 1;
  const reaches = (errors: number) => !(reachOfDifference(contrast, errors)[side] < Math.abs(distance));
  let [inside, outside] = [0, farthest];
  for (let step = 0; step < 60; step++) {
    const middle = (inside + outside) / 2;
    if (reaches(middle)) outside = middle;
    else inside = middle;
  }
  return Math.sign(distance) * inside;
}

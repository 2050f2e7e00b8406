import { normalQuantile } from "@/lib/experiments/statistics/distributions";

/** How often a drop of the size named is seen at a check. */
export const seenPower = 0.8;

type Sight = {
  worse: "lower" | "higher";
  /** The rate of the version before it, 0 to 1. */
  baseline: number;
  margin: number;
  alpha: number;
  /** Metrics the guard watches: Holm's first and hardest step divides α by them. */
  metrics: number;
  perSide: number;
};

/**
 * The smallest absolute worsening of a rate that a check sees in four of five cases with so many scores a side: the
 * inverse of the unpooled z of (worsening − margin). Infinity where even the largest possible one would not be seen.
 */
export function smallestSeenRate({ worse, baseline, margin, alpha, metrics, perSide }: Sight): number {
  const room = worse === "lower" ? baseline : 1 - baseline;
  const z = normalQuantile(1 - alpha / Math.max(1, metrics)) + normalQuantile(seenPower);
  const needs = (worsening: number) => {
    const now = worse === "lower" ? baseline - worsening : baseline + worsening;
    return margin + z * Math.sqrt((baseline * (1 - baseline) + now * (1 - now)) / perSide);
  };
  if (!(room > 0) || needs(room) > room) return Number.POSITIVE_INFINITY;
  let [low, high] = [0, room];
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (needs(middle) > middle) low = middle;
    else high = middle;
  }
  return high;
}

/** The same for a mean, relative to it; `spread` is standard deviation over mean. */
export function smallestSeenMean({
  spread,
  margin,
  alpha,
  metrics,
  perSide,
}: Omit<Sight, "worse" | "baseline"> & { spread: number }): number {
  const z = normalQuantile(1 - alpha / Math.max(1, metrics)) + normalQuantile(seenPower);
  return margin + z * spread * Math.sqrt(2 / perSide);
}

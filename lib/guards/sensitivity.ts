import { normalQuantile } from "@/lib/experiments/statistics/distributions";
import { testsInFirstWindow } from "./compare";

/** How often a drop of the size named is seen. */
const seenPower = 0.8;

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

/** What must be seen at a milestone, in standard errors of no difference, at Holm's first step over the metrics. */
const threshold = ({ alpha, metrics }: Pick<Sight, "alpha" | "metrics">) =>
  normalQuantile(1 - alpha / Math.max(1, metrics) / testsInFirstWindow);

/**
 * The smallest absolute worsening of a rate that the group-sequential test sees in four of five cases with so many scores
 * a side (pooled z past the corrected α, and what was seen past the margin). Infinity where even the largest possible one
 * would not be seen.
 */
export function smallestSeenRate({ worse, baseline, margin, ...sight }: Sight): number {
  const { perSide } = sight;
  const room = worse === "lower" ? baseline : 1 - baseline;
  const [needed, likely] = [threshold(sight), normalQuantile(seenPower)];
  const needs = (worsening: number) => {
    const now = worse === "lower" ? baseline - worsening : baseline + worsening;
    const pooled = (baseline + now) / 2;
    const errorOfNone = Math.sqrt((2 * pooled * (1 - pooled)) / perSide);
    const error = Math.sqrt((baseline * (1 - baseline) + now * (1 - now)) / perSide);
    return Math.max(margin, needed * errorOfNone) + likely * error;
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
export function smallestSeenMean({ spread, margin, ...sight }: Omit<Sight, "worse" | "baseline"> & { spread: number }) {
  const error = spread * Math.sqrt(2 / sight.perSide);
  return Math.max(margin, threshold(sight) * error) + normalQuantile(seenPower) * error;
}

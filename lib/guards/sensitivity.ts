import { normalQuantile } from "@/lib/experiments/statistics/distributions";
import { testsInFirstWindow } from "./compare";

/** The probability with which a drop of the returned size is detected. */
const power = 0.8;

type TestDesign = {
  worse: "lower" | "higher";
  /** The rate of the previous version, 0 to 1. */
  baseline: number;
  margin: number;
  alpha: number;
  /** The number of metrics that the guard watches. Holm's first and strictest step divides α by it. */
  metrics: number;
  perSide: number;
};

/** The z-value required at a milestone, at the first step of Holm's method over the metrics. */
const threshold = ({ alpha, metrics }: Pick<TestDesign, "alpha" | "metrics">) =>
  normalQuantile(1 - alpha / Math.max(1, metrics) / testsInFirstWindow);

/**
 * The smallest absolute worsening of a rate that the group-sequential test detects with 80 % probability with `perSide`
 * scores (pooled z beyond the corrected α, and the measured change beyond the margin). Infinity if even the largest
 * possible one would not be detected.
 */
export function detectableRateChange({ worse, baseline, margin, ...design }: TestDesign): number {
  const { perSide } = design;
  const room = worse === "lower" ? baseline : 1 - baseline;
  const [needed, likely] = [threshold(design), normalQuantile(power)];
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

/** The smallest detectable relative worsening of a mean. `spread` is the standard deviation divided by the mean. */
export function detectableMeanChange({
  spread,
  margin,
  ...design
}: Omit<TestDesign, "worse" | "baseline"> & { spread: number }) {
  const error = spread * Math.sqrt(2 / design.perSide);
  return Math.max(margin, threshold(design) * error) + normalQuantile(power) * error;
}

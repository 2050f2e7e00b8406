import { formatCount } from "@/lib/experiments/results/figures";
import { marginOf } from "./describe-guard";
import { isRateMetric } from "./finding-words";
import type { GuardFields, GuardMetric } from "./schema";
import { detectableMeanChange, detectableRateChange } from "./sensitivity";

/** The default spread of a metric that is a mean: the standard deviation divided by the mean. */
const usualSpread: Partial<Record<GuardMetric["name"], number>> = { stars: 0.35, latency: 0.7, ttft: 0.7 };
/** The default value of a rate that is not known yet. */
const usualRate = (worse: GuardMetric["worse"]) => (worse === "lower" ? 0.9 : 0.05);

type Sensitivity = { perSide: number; words: string };

const figure = (size: number) => Number((size * 100).toPrecision(size < 0.095 ? 1 : 2));

/**
 * Describes the smallest worsening of a metric that a guard detects: with the minimum number of scores, and with a full
 * window. `known` is the current value of a rate, if it is known.
 */
export function sensitivityOf(
  metric: GuardMetric,
  guard: Pick<GuardFields, "alpha" | "metrics" | "minimumPerSide" | "window">,
  known: number | null,
): Sensitivity[] {
  const isRate = isRateMetric(metric.name);
  const { alpha } = guard;
  const common = { margin: marginOf(metric), alpha, metrics: guard.metrics.length };
  return [...new Set([guard.minimumPerSide, Math.max(guard.minimumPerSide, guard.window)])].map((perSide) => {
    const size = isRate
      ? detectableRateChange({ ...common, perSide, worse: metric.worse, baseline: known ?? usualRate(metric.worse) })
      : detectableMeanChange({ ...common, perSide, spread: usualSpread[metric.name] ?? 1 });
    const way = metric.worse === "lower" ? "drops" : "rises";
    if (!Number.isFinite(size)) return { perSide, words: `no ${way}` };
    const unit = isRate ? (figure(size) === 1 ? " point" : " points") : "\u00a0%";
    return { perSide, words: `${way} of about ${figure(size)}${unit}` };
  });
}

/** "With 200 scores per version it detects drops of about 15 points; with 1,000, drops of about 9 points." */
export function sensitivityWords([few, many]: readonly Sensitivity[]): string {
  if (!few) return "";
  const first = `With ${formatCount(few.perSide)} scores per version it detects ${few.words}`;
  return many ? `${first}; with ${formatCount(many.perSide)}, ${many.words}.` : `${first}.`;
}

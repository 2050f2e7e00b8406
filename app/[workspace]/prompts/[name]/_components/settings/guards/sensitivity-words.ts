import { formatCount } from "@/lib/experiments/results/figures";
import { marginOf } from "@/lib/guards/describe-guard";
import { isRateMetric } from "@/lib/guards/finding-words";
import type { GuardFields, GuardMetric } from "@/lib/guards/schema";
import { detectableMeanChange, detectableRateChange } from "@/lib/guards/sensitivity";

/** How far apart single values of a mean lie where nothing is known: standard deviation over mean. */
const usualSpread: Partial<Record<GuardMetric["name"], number>> = { stars: 0.35, latency: 0.7, ttft: 0.7 };
/** What a rate is taken to be where nothing is known. */
const usualRate = (worse: GuardMetric["worse"]) => (worse === "lower" ? 0.9 : 0.05);

type Sensitivity = { perSide: number; words: string };

const figure = (size: number) => Number((size * 100).toPrecision(size < 0.095 ? 1 : 2));

/** The smallest change for the worse that a guard detects in one of its metrics, in words: with the fewest scores it needs, and with a full window. */
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
    if (!Number.isFinite(size)) return { perSide, words: `no ${way.slice(0, -1)} at all` };
    const unit = isRate ? (figure(size) === 1 ? " point" : " points") : "\u00a0%";
    return { perSide, words: `${way} of about ${figure(size)}${unit}` };
  });
}

/** "With 200 on each side it sees drops of about 15 points; with 1,000, drops of about 9 points." */
export function sensitivityWords([few, many]: readonly Sensitivity[]): string {
  if (!few) return "";
  const first = `With ${formatCount(few.perSide)} on each side it sees ${few.words}`;
  return many ? `${first}; with ${formatCount(many.perSide)}, ${many.words}.` : `${first}.`;
}

import { defaultWindows, type MetricName, type WindowedMetric } from "./metrics";
import type { ExperimentPlan } from "./plan";

export const windowedMetrics = Object.keys(defaultWindows) as [WindowedMetric, ...WindowedMetric[]];

/** The longest outcome window, in minutes. Feedback counts this long after a phase's end. */
export const longestWindowMinutes = 7 * 1_440;

/**
 * Metrics that use the outcome window of another one: the cost of a finished task is known when the task is finished.
 */
export const windowOf = (metric: MetricName): WindowedMetric | undefined =>
  windowedMetrics.find((one) => one === (metric === "cost_per_completion" ? "completion" : metric));

/** The minutes after an answer, or an exposure, until this metric counts it. Pure. */
export function windowMinutes({ outcomeWindows }: Pick<ExperimentPlan, "outcomeWindows">, metric: MetricName): number {
  const window = windowOf(metric);
  return (window && outcomeWindows?.[window]) ?? 0;
}

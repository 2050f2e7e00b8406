import { defaultWindows, type MetricName, type WindowedMetric } from "./metrics";
import type { ExperimentPlan } from "./plan";

export const windowedMetrics = Object.keys(defaultWindows) as [WindowedMetric, ...WindowedMetric[]];

/** No outcome is waited for longer than feedback counts after a phase's end. */
export const longestWindowMinutes = 7 * 1_440;

/**
 * Metrics that use the outcome window of another one: the cost of a finished task is known when the task is finished.
 */
export const windowOf = (metric: MetricName): WindowedMetric | undefined =>
  windowedMetrics.find((one) => one === (metric === "cost_per_completion" ? "completion" : metric));

/** Minutes that must pass after an answer, or an exposure, before this metric counts it. Pure. */
export function windowMinutes({ outcomeWindows }: Pick<ExperimentPlan, "outcomeWindows">, metric: MetricName): number {
  const window = windowOf(metric);
  return (window && outcomeWindows?.[window]) ?? 0;
}

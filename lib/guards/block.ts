import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import type { MetricFinding } from "./findings";

/** A larger block delays the alert; a look at every score of a busy prompt costs too much. */
const largestBlock = 20;
const scoresPerStep = 50;

/** How many new scores make a look at a metric: each of the first 50, every 20th once there are 1,000. Pure. */
export function blockOf(findings: readonly Pick<MetricFinding, "metric" | "current">[], metric: LiveMetric): number {
  const seen = findings.find((one) => one.metric === metric)?.current.n ?? 0;
  return Math.min(largestBlock, 1 + Math.floor(seen / scoresPerStep));
}

import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import type { MetricFinding } from "./findings";

/** Larger blocks delay the alert. A check at every score of a busy prompt would cost too much. */
const largestBlock = 20;
const scoresPerStep = 50;

/**
 * The number of new scores that a metric needs for the next check: 1 for the first 50 scores, 20 from 1,000 scores on.
 * Pure.
 */
export function blockOf(findings: readonly Pick<MetricFinding, "metric" | "current">[], metric: LiveMetric): number {
  const seen = findings.find((one) => one.metric === metric)?.current.n ?? 0;
  return Math.min(largestBlock, 1 + Math.floor(seen / scoresPerStep));
}

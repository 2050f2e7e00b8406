import { type MetricName, metrics } from "../metrics";
import { wilson } from "../statistics";
import type { TrustMetric, TrustPrompt } from "./views";

/**
 * The confidence of the whole table, over all metrics (Bonferroni). A table is created every night. At 95 %, one in 40
 * would warn by chance, and people would learn to ignore it; at 99.9 % it is one in 2,000.
 */
const tableConfidence = 0.999;

/** Combines the results of all prompts, by metric. Pure. */
export function summarizeTrust(prompts: readonly TrustPrompt[], alpha: number): TrustMetric[] {
  const found = new Map<MetricName, Pick<TrustMetric, "prompts" | "users" | "splits" | "alarms">>();
  for (const { metric, users, splits, alarms } of prompts.flatMap((prompt) => prompt.metrics)) {
    const sum = found.get(metric) ?? { prompts: 0, users: 0, splits: 0, alarms: 0 };
    found.set(metric, {
      prompts: sum.prompts + 1,
      users: sum.users + users,
      splits: sum.splits + splits,
      alarms: sum.alarms + alarms,
    });
  }
  const confidence = 1 - (1 - tableConfidence) / Math.max(1, found.size);
  return (Object.keys(metrics) as MetricName[]).flatMap((metric): TrustMetric[] => {
    const sum = found.get(metric);
    if (!sum) return [];
    const [low, high] = wilson({ successes: sum.alarms, total: sum.splits }, confidence);
    return [{ metric, ...sum, rate: sum.alarms / sum.splits, low, high, isAbove: low > alpha }];
  });
}

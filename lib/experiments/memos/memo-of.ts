import type { ExperimentResults } from "../results/schema";
import { normalQuantile } from "../statistics";
import { tradeOffWords } from "./trade-off";

/** The evidence for a decision, from the results at that time. */
export function memoOf(results: ExperimentResults, key: string) {
  const { verdict, variants, primaryMetric, phase } = results;
  const chosen = verdict?.comparisons.find(({ role, variant }) => role === "primary" && variant === key);
  const [low, high] = chosen?.interval ?? [null, null];
  return {
    phase,
    metric: primaryMetric,
    result: verdict?.result ?? "",
    sentence: results.sentence,
    tradeOff: tradeOffWords(results, key),
    difference: chosen?.difference ?? null,
    low,
    high,
    confidence: chosen?.confidence ?? null,
    standardError: low === null || high === null || !chosen ? null : errorOf(high - low, chosen.confidence),
    users: variants.reduce((sum, { counted }) => sum + counted, 0),
  };
}

/** The standard error of an interval with this width. */
const errorOf = (width: number, confidence: number) => width / 2 / normalQuantile(1 - (1 - confidence) / 2);

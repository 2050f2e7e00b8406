import type { QualityFacts, QualityState, QualitySummary } from "./summary-facts";
import { summaryWords } from "./summary-words";

/** The state of the live version. A guard that finds it worse comes before an earlier rollback. */
function qualityState({ live, guard, rolledBack }: QualityFacts): QualityState {
  if (!live) return "nothing_live";
  if (guard?.status === "worse" || guard?.status === "suspect") return guard.status;
  if (rolledBack) return "rolled_back";
  if (!guard) return "not_watched";
  if (guard.status === "cooling_down") return "resting";
  return guard.status === "rolled_back" ? "watching" : guard.status;
}

/** The quality summary of a prompt in an environment. Pure. */
export function summarizeQuality(facts: QualityFacts): QualitySummary {
  const state = qualityState(facts);
  return { state, ...summaryWords[state](facts) };
}

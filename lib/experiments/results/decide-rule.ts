import type { ExperimentResults, Verdict } from "./schema";

/** Why a variant cannot be chosen now. decide-words.ts has the API's error code and the sentence of each reason. */
export type DecisionRefusal =
  | { reason: "unknown_variant"; variant: string }
  | { reason: "not_started" }
  | { reason: "not_valid" }
  | { reason: "burning_in"; burnIn: number }
  | { reason: "no_verdict"; required: number | null; counted: number }
  | { reason: "not_reliable"; verdict: string };

/**
 * Why an experiment may not be concluded with this variant now; null if it may. Keeping the control does not require
 * valid results. Before the planned sample is complete, the experiment must be stopped, or a guardrail must advise to
 * stop. Pure.
 */
export function decisionRefusal(
  results: Pick<
    ExperimentResults,
    "state" | "status" | "variants" | "progress" | "requiredPerVariant" | "safetyStop" | "bandit" | "verdict"
  >,
  variantKey: string,
): DecisionRefusal | null {
  const variant = results.variants.find(({ key }) => key === variantKey);
  if (!variant) return { reason: "unknown_variant", variant: variantKey };
  if (results.state === "not_started") return { reason: "not_started" };
  const isEnded = results.status === "stopped";
  const hasSample = results.state === "not_valid" || results.state === "verdict";
  if (variant.isControl && (isEnded || results.safetyStop || hasSample)) return null;
  if (results.state === "not_valid") return { reason: "not_valid" };
  const { bandit, progress, requiredPerVariant } = results;
  if (bandit) return bandit.isBurningIn ? { reason: "burning_in", burnIn: bandit.burnIn } : null;
  if (results.state === "verdict") return results.verdict && unreliable(results.verdict);
  return { reason: "no_verdict", required: requiredPerVariant, counted: progress.counted };
}

/** The refusal if the results are not reliable enough to release a version. */
function unreliable({ result, detail }: Pick<Verdict, "result" | "detail">): DecisionRefusal | null {
  const isReliable = result !== "depends_on_one_user" && result !== "selective_ratings";
  return isReliable ? null : { reason: "not_reliable", verdict: detail };
}

/**
 * The variant that the results name: the better one of a verdict, unless it got worse since, or the likeliest of a
 * bandit. Null if they name none. Pure.
 */
export function namedVariant({
  verdict,
  laterHarm,
  bandit,
}: Pick<ExperimentResults, "verdict" | "laterHarm" | "bandit">): string | null {
  if (verdict?.result === "better") return laterHarm?.variant === verdict.variant ? null : verdict.variant;
  const likeliest = bandit?.arms.toSorted((a, b) => (b.probabilityBest ?? 0) - (a.probabilityBest ?? 0))[0];
  return likeliest?.variant ?? null;
}

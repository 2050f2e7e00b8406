import type { ExperimentResults, Verdict } from "./schema";

export type Decision =
  | { allowed: true }
  | { allowed: false; code: "experiment_not_complete" | "invalid_state"; reason: string };

const no = (code: "experiment_not_complete" | "invalid_state", reason: string): Decision => ({
  allowed: false,
  code,
  reason,
});

/**
 * Whether an experiment may be concluded with this variant now. Keeping the control claims nothing, so it needs no
 * valid results; before the planned sample the experiment must be stopped, or a guardrail must ask for it.
 */
export function canDecide(
  results: Pick<
    ExperimentResults,
    "state" | "status" | "variants" | "progress" | "requiredPerVariant" | "safetyStop" | "bandit" | "verdict"
  >,
  variantKey: string,
): Decision {
  const variant = results.variants.find(({ key }) => key === variantKey);
  if (!variant) return no("invalid_state", `There is no variant ${variantKey} in this experiment.`);
  if (results.state === "not_started") return no("invalid_state", "This experiment has not started.");
  const isEnded = results.status === "stopped";
  const hasSample = results.state === "not_valid" || results.state === "verdict";
  if (variant.isControl && (isEnded || results.safetyStop || hasSample)) return { allowed: true };
  if (results.state === "not_valid")
    return no(
      "invalid_state",
      "The results are not valid, so no version can be called better. Keep the control or start a new phase.",
    );
  if (results.bandit)
    return results.bandit.isBurningIn
      ? no("experiment_not_complete", `Every variant needs ${results.bandit.burnIn} users before one can be chosen.`)
      : { allowed: true };
  if (results.state === "verdict") return results.verdict ? canConclude(results.verdict) : { allowed: true };
  const { counted } = results.progress;
  return no(
    "experiment_not_complete",
    `The plan asks for ${results.requiredPerVariant} users on each variant; the smallest has ${counted}. There is no verdict before.`,
  );
}

/** A sample without a valid result is no reason to release a version. */
function canConclude({ result, detail }: Pick<Verdict, "result" | "detail">): Decision {
  if (result !== "depends_on_one_user" && result !== "selective_ratings") return { allowed: true };
  return no("invalid_state", `${detail} No version can be called better: keep the control or start a new phase.`);
}

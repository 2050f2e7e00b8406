import type { DecisionRefusal } from "./decide-rule";

/** The API's error code of a refusal. */
export const decisionCode = ({ reason }: DecisionRefusal): "experiment_not_complete" | "invalid_state" =>
  reason === "burning_in" || reason === "no_verdict" ? "experiment_not_complete" : "invalid_state";

/** Why a variant cannot be chosen now, as a sentence. Pure. */
export function decisionWords(refusal: DecisionRefusal): string {
  switch (refusal.reason) {
    case "unknown_variant":
      return `There is no variant ${refusal.variant} in this experiment.`;
    case "not_started":
      return "This experiment has not started.";
    case "not_valid":
      return "The results are not valid, so no version can be called better. Keep the control or start a new phase.";
    case "burning_in":
      return `Every variant needs ${refusal.burnIn} users before one can be chosen.`;
    case "no_verdict":
      return `The plan asks for ${refusal.required} users on each variant; the smallest has ${refusal.counted}. There is no verdict before.`;
    case "not_reliable":
      return `${refusal.verdict} No version can be called better: keep the control or start a new phase.`;
  }
}

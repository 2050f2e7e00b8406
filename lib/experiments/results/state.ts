import type { ExperimentPlan } from "../plan";
import type { ExperimentResults } from "./schema";

export type ResultState = ExperimentResults["state"];

type StateFacts = {
  kind: ExperimentPlan["kind"];
  isStarted: boolean;
  /** Whether no check of the data fails. */
  isValid: boolean;
  /** Whether the planned sample is complete and there is a control for comparison. */
  isComplete: boolean;
};

/** The state of the results of a phase. A failed check has priority over every result. */
export function stateOf({ kind, isStarted, isValid, isComplete }: StateFacts): ResultState {
  if (!isStarted) return "not_started";
  if (!isValid) return "not_valid";
  if (kind !== "ab") return "bandit";
  return isComplete ? "verdict" : "collecting";
}

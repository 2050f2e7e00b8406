import type { ExperimentPlan } from "../plan";
import type { ExperimentResults } from "./schema";

export type ResultState = ExperimentResults["state"];

type StateFacts = {
  kind: ExperimentPlan["kind"];
  isStarted: boolean;
  /** No check of the data fails. */
  isValid: boolean;
  /** The planned sample is there, with a control to compare with. */
  isComplete: boolean;
};

/** The state of the results of a phase. A failed check has priority over every result. */
export function stateOf({ kind, isStarted, isValid, isComplete }: StateFacts): ResultState {
  if (!isStarted) return "not_started";
  if (!isValid) return "not_valid";
  if (kind !== "ab") return "bandit";
  return isComplete ? "verdict" : "collecting";
}

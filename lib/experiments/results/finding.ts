import type { ExperimentResults } from "./schema";

/** The finding of a phase. It is stored with the experiment, so that lists do not need to compute it. */
export type Finding = {
  phase: number;
  /** `open`: no action is needed. */
  state: "open" | "not_valid" | "verdict";
  sentence: string;
  /** The time of the data of the verdict. */
  asOf: string | null;
};

/** The states of a finding that need an action. */
export const findingStates = ["verdict", "not_valid"] as const;

/**
 * The finding of the results. Omits numbers that change every minute, so that the row is written only when the finding
 * changes.
 */
export function findingOf({ phase, state, sentence, verdict }: ExperimentResults): Finding {
  if (state === "verdict" && verdict) return { phase, state, sentence, asOf: verdict.asOf };
  if (state === "not_valid") return { phase, state, sentence, asOf: null };
  return { phase, state: "open", sentence: "", asOf: null };
}

import type { ExperimentResults } from "./schema";

/** The finding of a phase. It is stored with the experiment, so that lists need not compute it. */
export type Finding = {
  phase: number;
  /** `open`: nothing that a person has to act on. */
  state: "open" | "not_valid" | "verdict";
  sentence: string;
  /** When the data of a verdict was complete. */
  asOf: string | null;
};

/** The states of a finding that a person acts on. */
export const findingStates = ["verdict", "not_valid"] as const;

/**
 * The finding in the results. It leaves out numbers that change every minute, so that the row is written only for news.
 */
export function findingOf({ phase, state, sentence, verdict }: ExperimentResults): Finding {
  if (state === "verdict" && verdict) return { phase, state, sentence, asOf: verdict.asOf };
  if (state === "not_valid") return { phase, state, sentence, asOf: null };
  return { phase, state: "open", sentence: "", asOf: null };
}

import type { ExperimentSummary } from "./views";

/** The status of an experiment, or the finding that takes precedence. */
export type ExperimentState = ExperimentSummary["status"] | NonNullable<ExperimentSummary["finding"]>["state"];

export const stateWords: Record<ExperimentState, string> = {
  draft: "Draft",
  running: "Running",
  stopped: "Stopped",
  concluded: "Concluded",
  verdict: "Verdict reached",
  not_valid: "Not valid",
};

export const kindWords: Record<ExperimentSummary["kind"], string> = {
  ab: "A/B test",
  thompson: "Thompson bandit",
  ucb1: "UCB1 bandit",
};

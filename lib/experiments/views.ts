import type { ActorView } from "@/lib/registry/views";
import type { ExperimentPlan } from "./plan";
import type { Finding } from "./results/finding";

/** How far a phase is: users that count for the primary metric, on the variant that has fewest, of those it needs. */
type ExperimentProgress = { users: number; required: number };

/** What a conclusion leaves behind. */
export type ExperimentDecision = {
  variant: string;
  version: number;
  /** Null when what was live stayed. */
  release: string | null;
  by: string;
  at: string;
  reason: string;
};

export type ExperimentSummary = {
  id: string;
  name: string;
  hypothesis: string;
  prompt: string;
  environment: string;
  kind: ExperimentPlan["kind"];
  status: "draft" | "running" | "stopped" | "concluded";
  variants: ExperimentPlan["variants"];
  /** The shares served now, by variant; a bandit moves them. Null before the start. */
  weights: Record<string, number> | null;
  primaryMetric: ExperimentPlan["primaryMetric"];
  /** The phase that runs or ran last; 0 before the start. */
  phase: number;
  /** Null before the start. */
  progress: ExperimentProgress | null;
  startedAt: string | null;
  endedAt: string | null;
  endReason: string;
  decision: ExperimentDecision | null;
  /** What its results say that a person acts on; null: nothing so far. It follows new data within a minute or two. */
  finding: (Pick<Finding, "sentence" | "asOf"> & { state: Exclude<Finding["state"], "open"> }) | null;
  createdBy: ActorView;
  createdAt: string;
  updatedAt: string;
};

export type PhaseView = {
  number: number;
  planHash: string;
  plan: ExperimentPlan;
  reason: string;
  startedBy: string;
  startedAt: string;
  endedAt: string | null;
};

/** An experiment in the API's words: its plan's fields stand beside its own, as they were sent. */
export type ExperimentView = ExperimentSummary &
  Omit<ExperimentPlan, "kind" | "variants" | "primaryMetric"> & {
    /** SHA-256 of the running phase's plan; null before the start. */
    planHash: string | null;
    requiredPerVariant: number;
    /** The smallest changes that many users can show; null: none. */
    detectable: { up: number | null; down: number | null };
    phases: PhaseView[];
  };

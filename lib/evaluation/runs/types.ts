import type { ByDimension } from "@/lib/registry/gate/dimensions";
import type { ScorerConfig } from "../scorers/schema";

export type RunStatus = "queued" | "running" | "finished" | "cancelled" | "failed";
export type RunTrigger = "manual" | "api" | "save" | "gate" | "baseline";

/** One dimension of a run: the mean over its cases with a 95 % interval over cases. Null: nothing was measured. */
export type DimensionResult = { score: number; interval: [number, number]; cases: number; passed: number };

/** A run as API and pages show it. */
export type RunView = {
  id: string;
  prompt: string;
  version: number;
  suite: { id: string; name: string; revision: number };
  /** The environment whose gate it is for. */
  environment: string | null;
  trigger: RunTrigger;
  model: { provider: string; name: string; parameters?: Record<string, unknown> };
  isOwnModel: boolean;
  /** As the suite had them when the run was made (lib/evaluation/scorers/schema.ts). */
  scorers: ScorerConfig[];
  /** How many of the suite's cases were asked; null: all. */
  caseLimit: number | null;
  repeats: number;
  concurrency: number;
  budgetUsd: number | null;
  configHash: string;
  status: RunStatus;
  /** Why it was cancelled or failed. */
  statusReason: string;
  progress: { done: number; total: number; failed: number; secondsLeft: number | null };
  /** What is known of the cost so far; `isCostKnown` says whether that is all of it. */
  costUsd: number;
  isCostKnown: boolean;
  estimatedCostUsd: number | null;
  judgements: { total: number; invalid: number };
  /** Why the results cannot be believed (over 10 % of judgements invalid, over 10 % of answers failed); null: they can. */
  inconclusive: string | null;
  dimensions: ByDimension<DimensionResult | null> | null;
  baseline: { id: string; version: number; status: RunStatus } | null;
  /** What automatic promotion made of it. */
  promotion: { isPromoted: boolean; message: string; releaseId: string | null } | null;
  createdBy: string;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
};

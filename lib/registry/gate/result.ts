import type { ApprovedSuite } from "./approved-suite";
import type { Dimension } from "./dimensions";

export type GateState = "passed" | "failed" | "inconclusive" | "running" | "missing";

/** What the gate of an environment says of a version, at this moment. */
export type GateResult = {
  /**
   * passed: it may go live. failed: it may not. inconclusive: the run cannot be believed (too many judgements without a
   * usable answer, answers missing, a dimension not measured). running: wait. missing: nobody ran it on this very set.
   */
  state: GateState;
  environment: string;
  version: number;
  /** What is live there, which it must not be worse than; null: nothing, or not asked for. */
  liveVersion: number | null;
  suite: ApprovedSuite;
  /** The run of the version, and that of what is live, on the same set. */
  run: GateRun | null;
  baseline: GateRun | null;
  dimensions: GatedDimension[];
  /** Why it does not pass, in sentences; empty when it does. */
  reasons: GateReason[];
  /** What the comparison with what is live found, over all dimensions; null: there is none. */
  comparison: GateComparison | null;
  /** Cases that what is live passes and this version does not; at most 20. */
  brokenCases: BrokenCase[];
};

/** A case is broken when it is in any dimension, else fixed when it is in any. */
export type GateComparison = {
  fixed: number;
  broken: number;
  same: number;
  /** The smallest p of a dimension. */
  p: number;
  /** "Not worse than v16: 6 cases fixed, 3 broken, 115 the same. That can be chance (p = 0.91)." */
  sentence: string;
  /** "With 124 cases it would notice 5 broken and none fixed." */
  sensitivity: string;
};

export type GateRun = {
  id: string;
  status: "queued" | "running" | "finished" | "cancelled" | "failed";
  progress: { done: number; total: number };
  finishedAt: string | null;
  repeats: number;
  /** Whether the offline model answered in place of the version's own, because no provider is connected. */
  isStandIn: boolean;
};

export type GateReason = {
  dimension: Dimension | null;
  code:
    | "below_minimum"
    | "worse_than_live"
    | "not_measured"
    | "too_many_invalid"
    | "too_many_failed"
    | "not_evaluated"
    | "run_stopped"
    | "running"
    | "baseline_missing";
  message: string;
};

/** One dimension against its minimum and against what is live, case by case. */
export type GatedDimension = {
  dimension: Dimension;
  score: number | null;
  baselineScore: number | null;
  minimum: number | null;
  fixed: number;
  broken: number;
  same: number;
  /** One-sided exact sign test that it breaks more than it fixes; null without a comparison. */
  p: number | null;
  passes: boolean;
};

/** `title`: lib/registry/gate/case-title.ts. `position` counts from 1. */
export type BrokenCase = { caseKey: string; position: number; title: string; dimensions: Dimension[] };

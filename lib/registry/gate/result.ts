import { z } from "zod";
import { count, share, time } from "@/lib/core/view-fields";
import { approvedSuiteView } from "./approved-suite";
import { dimensions } from "./dimensions";

const dimension = z.enum(dimensions);

export const gateRunView = z.strictObject({
  id: z.string(),
  status: z.enum(["queued", "running", "finished", "cancelled", "failed"]),
  progress: z.strictObject({ done: count, total: count }),
  finishedAt: time.nullable(),
  repeats: count,
  isStandIn: z.boolean().meta({
    description: "Whether the offline model answered in place of the version's own: no provider is connected.",
  }),
});
export type GateRun = z.output<typeof gateRunView>;

/** One dimension against its minimum and against what is live, case by case. */
const gatedDimension = z.strictObject({
  dimension,
  score: share.nullable(),
  baselineScore: share.nullable(),
  minimum: share.nullable(),
  fixed: count,
  broken: count,
  same: count,
  p: share.nullable().meta({ description: "One-sided exact sign test that more cases broke than were fixed." }),
  passes: z.boolean(),
});
export type GatedDimension = z.output<typeof gatedDimension>;

/** Why a version does not pass. */
const gateReason = z.strictObject({
  dimension: dimension.nullable(),
  code: z.enum([
    "below_minimum",
    "worse_than_live",
    "not_measured",
    "too_many_invalid",
    "too_many_failed",
    "not_evaluated",
    "run_stopped",
    "running",
    "baseline_missing",
  ]),
  message: z.string(),
});

/**
 * What the comparison with what is live found, over all dimensions: a case is broken when it is in any dimension, else
 * fixed when it is in any. `p` is the smallest of a dimension.
 */
const gateComparison = z.strictObject({
  fixed: count,
  broken: count,
  same: count,
  p: share,
  sentence: z.string(),
  sensitivity: z.string(),
});

/** A case that what is live passes and this version does not. `title`: case-title.ts. `position` counts from 1. */
const brokenCase = z.strictObject({
  caseKey: z.string(),
  position: count,
  title: z.string(),
  dimensions: z.array(dimension),
});
export type BrokenCase = z.output<typeof brokenCase>;

/**
 * What the gate of an environment says of a version, at this moment.
 *
 * passed: it may go live. failed: it may not. inconclusive: the run cannot be believed (too many judgements without a
 * usable answer, answers missing, a dimension not measured). running: wait. missing: nobody ran it on this very set.
 */
export const gateResultView = z
  .strictObject({
    state: z.enum(["passed", "failed", "inconclusive", "running", "missing"]),
    environment: z.string(),
    version: count,
    liveVersion: count.nullable().meta({ description: "What it is compared with; null: nothing." }),
    suite: approvedSuiteView,
    run: gateRunView.nullable(),
    baseline: gateRunView.nullable(),
    dimensions: z.array(gatedDimension),
    reasons: z.array(gateReason),
    comparison: gateComparison.nullable(),
    brokenCases: z.array(brokenCase),
  })
  .meta({ id: "GateVerdict" });
export type GateResult = z.output<typeof gateResultView>;
export type GateState = GateResult["state"];

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
    description:
      "Whether the built-in offline model answered in place of the version's model, because no provider is connected.",
  }),
});
export type GateRun = z.output<typeof gateRunView>;

/** One dimension, compared with its minimum and, case by case, with the live version. */
const gatedDimension = z.strictObject({
  dimension,
  score: share.nullable(),
  baselineScore: share.nullable(),
  minimum: share.nullable(),
  fixed: count,
  broken: count,
  same: count,
  p: share
    .nullable()
    .meta({ description: "The p-value of a one-sided exact sign test that more cases broke than were fixed." }),
  passes: z.boolean(),
});
export type GatedDimension = z.output<typeof gatedDimension>;

/** A reason why a version does not pass. */
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
 * The comparison with the live version over all dimensions. A case is broken if it is broken in any dimension, else
 * fixed if it is fixed in any. `p` is the smallest p-value of a dimension.
 */
const gateComparison = z.strictObject({
  fixed: count,
  broken: count,
  same: count,
  p: share,
  sentence: z.string(),
  sensitivity: z.string(),
});

/**
 * A case that the live version passes and this version does not. For `title` see case-title.ts. `position` starts at 1.
 */
const brokenCase = z.strictObject({
  caseKey: z.string(),
  position: count,
  title: z.string(),
  dimensions: z.array(dimension),
});
export type BrokenCase = z.output<typeof brokenCase>;

/**
 * The current gate result of a version in an environment.
 *
 * - passed: the version may go live.
 * - failed: it may not.
 * - inconclusive: the run is unreliable (too many unusable judgements, missing answers, a dimension not measured).
 * - running: the run is not finished.
 * - missing: there is no run with this suite and configuration.
 */
export const gateResultView = z
  .strictObject({
    state: z.enum(["passed", "failed", "inconclusive", "running", "missing"]),
    environment: z.string(),
    version: count,
    liveVersion: count
      .nullable()
      .meta({ description: "The live version that it is compared with; null if nothing is live." }),
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

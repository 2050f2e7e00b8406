import { z } from "zod";
import { count, share, time } from "@/lib/core/view-fields";
import { dimensions } from "@/lib/registry/gate/dimensions";

const dimension = z.enum(dimensions);

const model = z.strictObject({
  provider: z.string(),
  name: z.string(),
  parameters: z.record(z.string(), z.unknown()).optional(),
});

const changedBy = z
  .strictObject({ kind: z.enum(["user", "key", "system"]), id: z.string().nullable(), name: z.string(), at: time })
  .nullable();

const suite = {
  id: z.string(),
  name: z.string(),
  revision: count.meta({ description: "The approved revision of its cases." }),
  scorersHash: z.string().meta({ description: "Names exactly the approved scorers." }),
  casesChangedBy: changedBy,
  scorersChangedBy: changedBy,
  approvedBy: changedBy,
};

/** A gate: what a version must show before it may go live. */
export const gatePolicyView = z
  .strictObject({
    prompt: z.string(),
    environment: z.string(),
    suite: z.strictObject({
      ...suite,
      isArchived: z.boolean(),
      hasWaitingChanges: z
        .boolean()
        .meta({ description: "Whether the suite holds other cases or scorers now, which wait for an approval." }),
    }),
    minimums: z.partialRecord(dimension, share).meta({ description: "The least score by dimension, 0 to 1." }),
    isNotWorse: z.boolean(),
    alpha: z.number(),
    repeats: count,
    model: model.nullable(),
    concurrency: count,
    budgetUsd: z.number().nullable(),
    runOnSave: z.boolean(),
    autoPromote: z.boolean(),
    updatedBy: z.string(),
    updatedAt: time,
  })
  .meta({ id: "Gate" });

const names = z.array(z.string());

/** What a gate measures by, and what its suite holds that waits for an approval. */
export const suiteOfGateView = z
  .strictObject({
    prompt: z.string(),
    environment: z.string(),
    suite: z.strictObject(suite),
    waiting: z
      .strictObject({
        revision: count.meta({ description: "The suite's revision now; send it with the approval." }),
        scorersHash: z.string().meta({ description: "The hash of its scorers now; send it with the approval." }),
        casesChangedBy: changedBy,
        scorersChangedBy: changedBy,
        cases: z.strictObject({ added: count, removed: count, replaced: count }),
        scorers: z.strictObject({ added: names, changed: names, removed: names }).meta({ description: "By name." }),
      })
      .nullable()
      .meta({ description: "Null: the gate measures by the suite as it is now." }),
    mayApprove: z.boolean(),
  })
  .meta({ id: "GateSuite" });

const gateRun = z.strictObject({
  id: z.string(),
  status: z.enum(["queued", "running", "finished", "cancelled", "failed"]),
  progress: z.strictObject({ done: count, total: count }),
  finishedAt: time.nullable(),
  repeats: count,
  isStandIn: z.boolean().meta({
    description: "Whether the offline model answered in place of the version's own: no provider is connected.",
  }),
});

/** What a gate says of a version. */
export const gateResultView = z
  .strictObject({
    state: z.enum(["passed", "failed", "inconclusive", "running", "missing"]),
    environment: z.string(),
    version: count,
    liveVersion: count.nullable().meta({ description: "What it is compared with; null: nothing." }),
    suite: z.strictObject(suite),
    run: gateRun.nullable(),
    baseline: gateRun.nullable(),
    dimensions: z.array(
      z.strictObject({
        dimension,
        score: share.nullable(),
        baselineScore: share.nullable(),
        minimum: share.nullable(),
        fixed: count,
        broken: count,
        same: count,
        p: share.nullable().meta({ description: "One-sided exact sign test that more cases broke than were fixed." }),
        passes: z.boolean(),
      }),
    ),
    reasons: z.array(
      z.strictObject({
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
      }),
    ),
    comparison: z
      .strictObject({
        fixed: count,
        broken: count,
        same: count,
        p: share,
        sentence: z.string(),
        sensitivity: z.string(),
      })
      .nullable(),
    brokenCases: z.array(
      z.strictObject({ caseKey: z.string(), position: count, title: z.string(), dimensions: z.array(dimension) }),
    ),
  })
  .meta({ id: "GateVerdict" });

/** A run that was started, or was under way already. */
export const gateRunStarted = z.strictObject({
  id: z.string(),
  status: gateRun.shape.status,
  progress: gateRun.shape.progress,
});

import { z } from "zod";
import { actorView } from "@/lib/auth/actor-view";
import { count, share, time } from "@/lib/core/view-fields";
import { findingStates } from "./results/finding";
import { metricName as metric } from "./schema";
import { experimentStatuses } from "./statuses";
import { windowedMetrics } from "./windows";

const kind = z.enum(["ab", "thompson", "ucb1"]);

const variants = z.array(z.strictObject({ key: z.string(), version: count, weight: share }));
const planParts = {
  trafficShare: share,
  guardrails: z.array(z.strictObject({ metric, margin: z.number(), baseline: z.number().optional() })),
  alpha: z.number(),
  power: z.number(),
  minimumEffect: z.number(),
  baseline: z.number().nullable(),
  coversGuardrails: z
    .boolean()
    .optional()
    .meta({ description: "Whether the planned sample is large enough for the guardrails too." }),
  outcomeWindows: z
    .partialRecord(z.enum(windowedMetrics), z.int().min(0))
    .optional()
    .meta({ description: "The minutes after an answer until its outcome counts, by metric." }),
  taskWorthUsd: z
    .number()
    .optional()
    .meta({ description: "The worth of a finished task in US dollars; null if the plan does not state it." }),
  exclusiveGroup: z.string().nullable(),
  bandit: z.strictObject({ floor: z.number(), burnIn: count, batchMinutes: count }).nullable(),
};
const plan = z.strictObject({ kind, variants, primaryMetric: metric, ...planParts });

/** The stored decision of a conclusion. */
const decision = z.strictObject({
  variant: z.string(),
  version: count,
  release: z
    .string()
    .nullable()
    .meta({ description: "The id of the release; null if the live version did not change." }),
  by: z.string(),
  at: time,
  reason: z.string(),
});
export type ExperimentDecision = z.output<typeof decision>;

/** An experiment in a list. */
export const experimentSummary = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    hypothesis: z.string(),
    prompt: z.string(),
    environment: z.string(),
    kind,
    status: z.enum(experimentStatuses),
    variants,
    weights: z.record(z.string(), share).nullable().meta({
      description: "The current share of users of each variant; null before the start. A bandit changes the shares.",
    }),
    primaryMetric: metric,
    phase: count.meta({ description: "The number of the current or last phase; 0 before the start." }),
    progress: z.strictObject({ users: count, required: count }).nullable().meta({
      description:
        "The number of users who count for the primary metric, of the variant with the fewest, and the number that the plan requires.",
    }),
    startedAt: time.nullable(),
    endedAt: time.nullable(),
    endReason: z.string(),
    decision: decision.nullable(),
    finding: z
      .strictObject({ state: z.enum(findingStates), sentence: z.string(), asOf: time.nullable() })
      .nullable()
      .meta({
        description:
          "What in the results needs a decision: a verdict, with its time, or results that are not valid; null if nothing does.",
      }),
    createdBy: actorView,
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: "ExperimentSummary" });
export type ExperimentSummary = z.output<typeof experimentSummary>;

const phase = z.strictObject({
  number: count,
  planHash: z.string(),
  plan,
  reason: z.string(),
  startedBy: z.string(),
  startedAt: time,
  endedAt: time.nullable(),
});
export type PhaseView = z.output<typeof phase>;

/** An experiment in the API's format. The fields of its plan are at the top level, as in requests. */
export const experimentView = experimentSummary
  .extend({
    ...planParts,
    planHash: z
      .string()
      .nullable()
      .meta({ description: "The SHA-256 hash of the frozen plan; null before the start." }),
    requiredPerVariant: count.meta({
      description: "The number of users that each variant needs before there is a verdict, at least 500.",
    }),
    detectable: z.strictObject({ up: z.number().nullable(), down: z.number().nullable() }).meta({
      description:
        "The smallest changes that the planned sample can show: absolute for rates, relative for other metrics.",
    }),
    phases: z.array(phase),
  })
  .meta({ id: "Experiment" });
export type ExperimentView = z.output<typeof experimentView>;

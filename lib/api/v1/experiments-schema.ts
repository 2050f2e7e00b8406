import { z } from "zod";
import { type MetricName, metrics } from "@/lib/experiments/metrics";
import { findingStates } from "@/lib/experiments/results/finding";
import { verdictResults } from "@/lib/experiments/results/schema";
import { windowedMetrics } from "@/lib/experiments/windows";
import { actorView, releaseView } from "./schema";

// What the API answers about experiments.
const time = z.iso.datetime().meta({ pattern: undefined });
const count = z.int().min(0);
const metric = z.enum(Object.keys(metrics) as [MetricName, ...MetricName[]]);
const kind = z.enum(["ab", "thompson", "ucb1"]);
const share = z.number().min(0).max(1);

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
    .meta({ description: "Whether the sample is large enough for guardrails too." }),
  outcomeWindows: z
    .partialRecord(z.enum(windowedMetrics), z.int().min(0))
    .optional()
    .meta({ description: "Minutes after an answer from which its outcome counts, by metric." }),
  exclusiveGroup: z.string().nullable(),
  bandit: z.strictObject({ floor: z.number(), burnIn: count, batchMinutes: count }).nullable(),
};
const plan = z.strictObject({ kind, variants, primaryMetric: metric, ...planParts });

const decision = z.strictObject({
  variant: z.string(),
  version: count,
  release: z.string().nullable().meta({ description: "The release's id; null when what was live stayed." }),
  by: z.string(),
  at: time,
  reason: z.string(),
});

/** An experiment in a list. */
export const experimentSummary = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    hypothesis: z.string(),
    prompt: z.string(),
    environment: z.string(),
    kind,
    status: z.enum(["draft", "running", "stopped", "concluded"]),
    variants,
    weights: z
      .record(z.string(), share)
      .nullable()
      .meta({ description: "The shares served now; a bandit moves them. Null before the start." }),
    primaryMetric: metric,
    phase: count.meta({ description: "The phase that runs or ran last; 0 before the start." }),
    progress: z.strictObject({ users: count, required: count }).nullable().meta({
      description:
        "Users that count for the primary metric, on the variant that has fewest, and how many the plan asks for.",
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
          "What its results say that a person acts on: there is a verdict, as of a time, or they are not valid. Null: nothing so far.",
      }),
    createdBy: actorView,
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: "ExperimentSummary" });

/** One experiment. */
export const experimentView = experimentSummary
  .extend({
    ...planParts,
    planHash: z.string().nullable().meta({ description: "SHA-256 of the frozen plan; null before the start." }),
    requiredPerVariant: count.meta({ description: "Users on each variant before there is a verdict: at least 500." }),
    detectable: z
      .strictObject({ up: z.number().nullable(), down: z.number().nullable() })
      .meta({ description: "The smallest changes that so many users can show: absolute for rates, else relative." }),
    phases: z.array(
      z.strictObject({
        number: count,
        planHash: z.string(),
        plan,
        reason: z.string(),
        startedBy: z.string(),
        startedAt: time,
        endedAt: time.nullable(),
      }),
    ),
  })
  .meta({ id: "Experiment" });

/** What a conclusion did. */
export const conclusionView = z
  .strictObject({ experiment: experimentView, release: releaseView.nullable() })
  .meta({ id: "Conclusion" });

const bounds = z.tuple([z.number().nullable(), z.number().nullable()]);

/** What was decided on an experiment. */
export const decisionMemo = z
  .strictObject({
    experiment: z.strictObject({ id: z.string(), name: z.string() }),
    prompt: z.string(),
    environment: z.string(),
    phase: count,
    question: z.string(),
    metric,
    result: z.enum(verdictResults).nullable().meta({ description: "Null: it was decided without a verdict." }),
    sentence: z.string().meta({ description: "The verdict, or what the results said in its place." }),
    tradeOff: z.string().meta({ description: "What the choice costs or gives up, from the verdict." }),
    variant: z.string(),
    version: count,
    release: z.string().nullable().meta({ description: "The release's id; null when what was live stayed." }),
    reason: z.string(),
    effect: z.strictObject({ difference: z.number(), interval: bounds, confidence: z.number() }).nullable().meta({
      description: "The chosen version against the control, in the metric's own unit.",
    }),
    total: z.strictObject({ decisions: count, difference: z.number(), interval: bounds }).nullable().meta({
      description:
        "The sum of the measured effects on this metric of all versions that experiments released for this prompt and environment until then, with its 95 % interval. Chosen winners look better than they are.",
    }),
    users: count,
    decidedBy: z.string(),
    decidedAt: time,
  })
  .meta({ id: "ExperimentDecision" });

/** What A/A comparisons of the workspace's own traffic found. */
export const trustView = z
  .strictObject({
    day: z.iso.date().nullable().meta({ description: "UTC day of the last check; null before the first." }),
    alpha: z.number(),
    metrics: z.array(
      z.strictObject({
        metric,
        prompts: count,
        users: count,
        splits: count,
        alarms: count.meta({ description: "Splits that were called different." }),
        rate: share.meta({ description: "alarms / splits." }),
        low: share,
        high: share.meta({ description: "Wilson's interval; the intervals of all metrics together hold at 95 %." }),
        isAbove: z.boolean().meta({ description: "The whole interval lies above alpha." }),
      }),
    ),
    prompts: z.array(
      z.strictObject({
        prompt: z.string(),
        environment: z.string(),
        version: count,
        day: z.iso.date(),
        users: count,
        answers: count,
        metrics: z
          .array(z.strictObject({ metric, users: count, splits: count, alarms: count }))
          .meta({ description: "Those with 100 users or more and some variation." }),
      }),
    ),
  })
  .meta({ id: "ExperimentTrust" });

import { z } from "zod";
import { promptName, versionNumber } from "@/lib/registry/schema";
import { defaultWindows, type MetricName, metrics } from "./metrics";
import type { ExperimentPlan } from "./plan";
import { defaultWeights, mostVariants, planDefaults, withMargins } from "./plan-rules";
import { longestWindowMinutes, windowedMetrics } from "./windows";

export const metricName = z.enum(Object.keys(metrics) as [MetricName, ...MetricName[]]);
const name = z.string().trim().min(1, "An experiment has a name.").max(100, "A name has at most 100 characters.");
const hypothesis = z.string().trim().max(2_000, "The hypothesis has at most 2,000 characters.");
const reason = z.string().trim().max(1_000, "A reason has at most 1,000 characters.");
const environment = z.string().min(1).max(63);
const id = z.guid();

const variantKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, "A key has 1 to 40 characters: a-z, 0-9, - and _, not beginning with - or _.");
const variantInput = z.strictObject({
  key: variantKey,
  version: versionNumber,
  weight: z.number().min(0).max(1).optional().meta({ description: "The variant's share of users, 0 to 1." }),
});

const guardrailInput = z.union([
  metricName.transform((metric) => ({ metric, margin: undefined, baseline: undefined })),
  z.strictObject({
    metric: metricName,
    margin: z.number().min(0).max(1).optional().meta({
      description:
        "How much worse the metric may get: absolute for rates (0.01 is one percentage point), relative for other metrics.",
    }),
    baseline: z.number().min(0).max(1).optional().meta({
      description: "The current value of a rate. With it, the planned sample is large enough to test the guardrail.",
    }),
  }),
]);

const banditInput = z.strictObject({
  floor: z.number().min(0).max(0.5).default(planDefaults.bandit.floor),
  burnIn: z.int().min(10).max(100_000).default(planDefaults.bandit.burnIn),
  batchMinutes: z.int().min(1).max(10_080).default(planDefaults.bandit.batchMinutes),
});

const outcomeWindows = z.partialRecord(z.enum(windowedMetrics), z.int().min(0).max(longestWindowMinutes)).meta({
  description:
    "The minutes after an answer until its outcome counts, by metric, 0 to 10,080. Default: 60 for completion, edit_rate and regeneration_rate, 1,440 for thumbs and stars.",
});

/** The fields of a plan as received. plan-rules checks how they fit together. */
const planFields = {
  kind: z.enum(["ab", "thompson", "ucb1"]).optional(),
  variants: z.array(variantInput).max(mostVariants, `An experiment has at most ${mostVariants} variants.`).meta({
    description:
      "The variants, the control first. Without weights, each candidate gets 10 % and the control the rest; a bandit starts with equal shares.",
  }),
  trafficShare: z.number().gt(0, "The share of users that take part lies above 0.").max(1).optional().meta({
    description: "The share of users who take part, 0 to 1. The other users get the released version. Default: 1.",
  }),
  primaryMetric: metricName,
  guardrails: z.array(guardrailInput).max(10).optional(),
  alpha: z.number().min(0.001).max(0.2).optional(),
  power: z.number().min(0.5).max(0.99).optional(),
  minimumEffect: z.number().min(0.001).max(10).meta({
    description:
      "The smallest change that the experiment must detect: absolute for rates (0.05 is 5 percentage points), relative for other metrics.",
  }),
  baseline: z.number().min(0).max(1e9).nullable().optional().meta({
    description:
      "The current value of the primary metric; 0 to 1 for a rate. If unknown, the sample is planned for the hardest case.",
  }),
  outcomeWindows: outcomeWindows.optional(),
  taskWorthUsd: z.number().gt(0, "A finished task is worth more than 0.").max(1e6).nullable().optional().meta({
    description: "The worth of a finished task in US dollars. The verdict then includes the net value per user.",
  }),
  exclusiveGroup: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9._-]{0,59}$/, "A group's name has up to 60 characters: a-z, 0-9, ., - and _.")
    .nullable()
    .optional()
    .meta({ description: "A group name. Experiments of the same group and environment never share a user." }),
  bandit: banditInput.nullable().optional(),
};

export const createExperimentInput = z.strictObject({
  name,
  hypothesis: hypothesis.optional(),
  prompt: promptName,
  environment,
  ...planFields,
});
export type CreateExperimentInput = z.infer<typeof createExperimentInput>;

const changes = z.strictObject(planFields).partial();

/** The body that changes a draft. Omitted fields keep their value. */
export const experimentChanges = changes.extend({ name: name.optional(), hypothesis: hypothesis.optional() });
export const updateExperimentInput = experimentChanges.extend({ id });
export type UpdateExperimentInput = z.infer<typeof updateExperimentInput>;

/** The body that starts an experiment. */
export const startBody = z.strictObject({
  reason: reason.optional(),
  override: z.boolean().optional().meta({
    description:
      "Whether to ignore missing approvals and a failed gate. Needs a `reason` and the right `release:override`.",
  }),
});
export const startExperimentInput = startBody.extend({ id });
export type StartExperimentInput = z.infer<typeof startExperimentInput>;

/** The body that starts a new phase: changes of the plan, and the reason. */
export const phaseBody = changes.omit({ kind: true }).extend({
  reason: reason.min(1, "Say why the plan changes."),
  override: startBody.shape.override,
});
export const newPhaseInput = phaseBody.extend({ id });
export type NewPhaseInput = z.infer<typeof newPhaseInput>;

/** The body that stops an experiment. */
export const stopBody = z.strictObject({ reason: reason.optional() });
export const stopExperimentInput = stopBody.extend({ id });
export type StopExperimentInput = z.infer<typeof stopExperimentInput>;

/** The body that concludes an experiment: the variant that goes live for everybody. */
export const decideBody = z.strictObject({
  variant: variantKey.optional().meta({
    description:
      "The variant whose version is released. Default: the winner of the verdict, or the control if there is none.",
  }),
  reason: reason.optional(),
  override: startBody.shape.override,
});
export const concludeExperimentInput = decideBody.extend({ id });
export type ConcludeExperimentInput = z.infer<typeof concludeExperimentInput>;

export const experimentIdInput = z.strictObject({ id });

type PlanChanges = z.infer<typeof changes>;

/** Applies changes to a plan, or to an empty one. Missing fields get defaults. The result is not validated. */
export function toPlan(changes: PlanChanges, now?: ExperimentPlan): ExperimentPlan {
  const kind = changes.kind ?? now?.kind ?? "ab";
  const variants = changes.variants ?? now?.variants ?? [];
  const usual = defaultWeights(kind, variants.length);
  const hasWeights = variants.some(({ weight }) => weight !== undefined);
  const bandit = changes.bandit === undefined ? now?.bandit : changes.bandit;
  const worth = changes.taskWorthUsd === undefined ? now?.taskWorthUsd : changes.taskWorthUsd;
  return {
    kind,
    variants: variants.map(({ key, version, weight }, index) => ({
      key,
      version,
      weight: hasWeights ? (weight ?? 0) : (usual[index] ?? 0),
    })),
    trafficShare: changes.trafficShare ?? now?.trafficShare ?? planDefaults.trafficShare,
    primaryMetric: changes.primaryMetric ?? now?.primaryMetric ?? "completion",
    guardrails: changes.guardrails ? withMargins(changes.guardrails) : (now?.guardrails ?? []),
    alpha: changes.alpha ?? now?.alpha ?? planDefaults.alpha,
    power: changes.power ?? now?.power ?? planDefaults.power,
    minimumEffect: changes.minimumEffect ?? now?.minimumEffect ?? 0.05,
    baseline: changes.baseline === undefined ? (now?.baseline ?? null) : changes.baseline,
    coversGuardrails: true,
    outcomeWindows: { ...defaultWindows, ...now?.outcomeWindows, ...changes.outcomeWindows },
    ...(typeof worth === "number" && { taskWorthUsd: worth }),
    exclusiveGroup: changes.exclusiveGroup === undefined ? (now?.exclusiveGroup ?? null) : changes.exclusiveGroup,
    bandit: kind === "ab" ? null : (bandit ?? { ...planDefaults.bandit }),
  };
}

import { z } from "zod";
import { isLiveMetric, type LiveMetric } from "@/lib/evaluation/online/metrics";
import { usualOutcomeMinutes } from "@/lib/evaluation/online/outcome-window";
import { promptName } from "@/lib/registry/schema";
import { guardDefaults } from "./defaults";
import { isRateMetric } from "./finding-words";

const metricName = z
  .string()
  .max(80)
  .refine(isLiveMetric, "This is not a metric: name a plain one (completion, thumbs …) or scorer:<id>.")
  .transform((name) => name as LiveMetric);
const worsening = z.number().min(0).max(1_000);
const line = z.number().min(-1e12).max(1e12);

/** A watched metric. Rates are shares from 0 to 1, times are in milliseconds, costs in US dollars. */
const guardMetric = z.strictObject({
  name: metricName,
  worse: z.enum(["lower", "higher"]).meta({ description: "The direction in which the metric gets worse." }),
  margin: worsening.optional().meta({
    description:
      "How much worse than the previous version the live version must be for an alert: absolute for rates (0.02), relative for means (0.05).",
  }),
  critical: worsening
    .optional()
    .meta({ description: "The metric's own critical size, in place of the guard's `critical`." }),
  alertLine: line.optional().meta({
    description:
      "If the metric is worse than this value, the guard alerts, even if the previous version was worse too.",
  }),
  floor: line.optional().meta({
    description:
      "If the metric is worse than this value, the guard rolls back, even if the version is not worse than the previous one. It does not roll back if the previous version is also worse than this value.",
  }),
  outcomeMinutes: z.int().min(0).max(10_080, "At most a week.").optional().meta({
    description:
      "The outcome window in minutes: how old an answer must be before its score counts, for both versions. Default: 60 for completion, edits and regenerations, 1,440 for ratings, 0 for other metrics.",
  }),
});
export type GuardMetric = z.output<typeof guardMetric>;

/** The outcome window of a watched metric in minutes: its own, or the default. */
export const outcomeMinutesOf = ({ name, outcomeMinutes }: Pick<GuardMetric, "name" | "outcomeMinutes">): number =>
  outcomeMinutes ?? usualOutcomeMinutes(name);

export const guardFields = z.strictObject({
  isEnabled: z.boolean().default(true),
  metrics: z
    .array(guardMetric)
    .min(1, "Watch at least one metric.")
    .max(20, "At most 20 metrics.")
    .superRefine((all, ctx) => {
      const refuse = (path: PropertyKey[], message: string) => ctx.addIssue({ code: "custom", path, message });
      for (const [index, metric] of all.entries()) {
        if (!isLiveMetric(metric.name)) continue; // reported by another rule
        const { name, worse, alertLine, floor } = metric;
        if (all.findIndex((other) => other.name === name) < index) refuse([index, "name"], `${name} is listed twice.`);
        for (const field of ["alertLine", "floor"] as const)
          if (isRateMetric(name) && (metric[field] ?? 0.5) !== Math.min(1, Math.max(0, metric[field] ?? 0.5)))
            refuse([index, field], "The threshold of a rate is a share from 0 to 1.");
        const isFirst =
          alertLine !== undefined && floor !== undefined && (worse === "lower" ? floor > alertLine : floor < alertLine);
        if (isFirst)
          refuse([index, "floor"], "It would roll back before it alerts: the floor is past the alert threshold.");
      }
    }),
  window: z.int().min(50).max(10_000).default(guardDefaults.window),
  alpha: z.number().min(0.000_001).max(0.2).default(guardDefaults.alpha).meta({
    description:
      "The significance level over all checks and metrics: the probability of an alert about a version that is not worse. The guard rolls back at a tenth of this level.",
  }),
  minimumPerSide: z.int().min(20).max(10_000).default(guardDefaults.minimumPerSide).meta({
    description:
      'The number of scores that each version needs before "no difference" counts as healthy. A version that is clearly worse is reported earlier.',
  }),
  critical: worsening.default(0.08).meta({
    description: "How much worse the live version must be for a rollback: absolute for rates, relative for means.",
  }),
  coolDownMinutes: z.int().min(1).max(10_080).default(30),
  rollsBack: z.boolean().default(true).meta({ description: "Whether the guard may roll back automatically." }),
  controlShare: z.number().min(0).max(0.5).default(0).meta({
    description:
      "The share of users who keep the previous version for some hours after a promotion (the holdback), 0 for none.",
  }),
  controlHours: z.int().min(1).max(168).default(4),
});
export type GuardFields = z.output<typeof guardFields>;

const place = { prompt: promptName, environment: z.string().min(1).max(63) };
export const createGuardInput = guardFields.extend(place);
export type CreateGuardInput = z.input<typeof createGuardInput>;
/** The complete guard. Omitted fields get their default. */
export const replaceGuardInput = guardFields.extend({ id: z.guid() });
export type ReplaceGuardInput = z.input<typeof replaceGuardInput>;

import { z } from "zod";
import { count, time } from "@/lib/core/view-fields";
import { isLiveMetric } from "@/lib/evaluation/online/metrics";

const value = z.number().nullable();

/** One side of a comparison. Optional fields are missing in findings that were stored before these were measured. */
const findingSide = z.strictObject({
  version: count,
  value,
  n: count,
  users: count,
  effectiveUsers: count.optional().meta({
    description:
      "The effective number of users: the equivalent number of users with equal use, with a limit on each user's share.",
  }),
  young: count
    .optional()
    .meta({ description: "The number of scores that do not count yet, because their outcome window is open." }),
  from: time.optional().meta({ description: "The time of the oldest answer whose score counts." }),
  to: time.optional().meta({ description: "The time of the newest answer whose score counts." }),
});

export type FindingSide = z.output<typeof findingSide>;

/** The strongest evidence of all checks of a release so far, before correction over metrics. */
const evidence = z.strictObject({
  p: z.number().meta({ description: "The p-value that is valid at every check." }),
  withoutOne: z.number().meta({ description: "The p-value without the most influential user of each version." }),
  milestones: count.meta({ description: "The milestones of the group-sequential test that were evaluated." }),
});
export type Evidence = z.output<typeof evidence>;

/**
 * The reading of a metric. `waiting`: not enough scores for "same"; a clearly worse version is reported earlier.
 * `no_baseline`: nothing to compare with, and no limit is crossed. `inconclusive`: over 10 % of the judgements gave no
 * verdict. `not_clear`: worse, but not clearly by more than the margin. A guard acts on `worse` and `critical`.
 */
const readings = [
  "waiting",
  "no_baseline",
  "inconclusive",
  "better",
  "same",
  "not_clear",
  "worse",
  "critical",
] as const;
export type Reading = (typeof readings)[number];

/** The finding of a check about one metric. */
export const metricFinding = z
  .strictObject({
    metric: z.string().refine(isLiveMetric),
    label: z.string(),
    kind: z.enum(["rate", "mean"]),
    worse: z.enum(["lower", "higher"]),
    series: z
      .string()
      .meta({ description: "The measurement series of the scores. Scores of different series are never compared." }),
    current: findingSide,
    baseline: findingSide.nullable(),
    needed: count.meta({
      description: 'The number of scores that each version needs before "no difference" counts as healthy.',
    }),
    isConcurrent: z.boolean().meta({ description: "Whether the scores of both versions come from the same hours." }),
    worsening: value.meta({
      description:
        "How much worse the live version is: absolute for rates, relative for means. A negative value means better.",
    }),
    p: value.meta({ description: "The one-sided p-value of this comparison alone." }),
    alarmP: value.optional().meta({
      description:
        "The p-value that is valid at every check and corrected over the guard's metrics by Holm's method. The guard alerts at α and rolls back at α / 10.",
    }),
    evidence: evidence.optional(),
    hangsOnOneUser: z.boolean().optional().meta({
      description: "Whether the finding depends on a single user. Then the guard does not roll back because of it.",
    }),
    margin: z.number(),
    critical: z.number(),
    alertLine: value,
    floor: value,
    crossed: z.enum(["alertLine", "floor"]).nullable(),
    invalidShare: z.number(),
    reading: z.enum(readings),
  })
  .meta({ id: "GuardFinding" });
export type MetricFinding = z.output<typeof metricFinding>;

/** A segment in which a metric of the live version is worse. It raises an alert but never causes a rollback. */
export type SegmentFinding = Pick<
  MetricFinding,
  "metric" | "label" | "kind" | "worse" | "current" | "worsening" | "p"
> & {
  attribute: string;
  /** Empty for all values that are not counted separately. */
  value: string;
  baseline: FindingSide;
  /** The p-value, valid at every check and corrected over all metrics, attributes and values (false discovery rate). */
  alarmP: number;
};

/**
 * The displayed status of a guard. `worse`: clearly worse at the last check. During a cool-down: `rolled_back` if the
 * restored version is still live, `cooling_down` if another version was released since.
 */
export const guardStatuses = [
  "off",
  "waiting",
  "inconclusive",
  "watching",
  "suspect",
  "worse",
  "rolled_back",
  "cooling_down",
] as const;
export type GuardStatus = (typeof guardStatuses)[number];

/** The outcome of a check. `suspect`: worse for the first time. */
export const checkOutcomes = ["waiting", "inconclusive", "ok", "suspect", "worse", "critical", "cooling_down"] as const;
export type CheckOutcome = (typeof checkOutcomes)[number];

import { z } from "zod";
import { count, time } from "@/lib/core/view-fields";
import { metricName as metric } from "../schema";
import { dayResults, interval, segmentResults, timelinePoint, useResults } from "./breakdown-schema";

// The results of an experiment, for pages and the API. Times are ISO strings, shares 0 to 1.

/** One metric of one arm. `numerator` and `denominator` for rates and means; null if nothing was measured. */
const metricValue = z.strictObject({
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  users: count,
  effectiveUsers: z.number().nullable().meta({
    description:
      "The effective number of users: how many users with equally many answers would give the same precision. Null if the metric is not a rate or a mean.",
  }),
});

const variantResults = z.strictObject({
  key: z.string(),
  version: count,
  isControl: z.boolean(),
  weight: z.number().meta({ description: "The variant's share of users in the plan." }),
  users: count,
  interactions: count,
  counted: count.meta({ description: "The number of users who count: those with an outcome of the primary metric." }),
  young: count.meta({
    description: "The number of recently exposed users whose outcome of the primary metric is still awaited.",
  }),
  metrics: z.record(z.string(), metricValue).meta({
    description:
      "The results by metric. Before the verdict, only the primary metric and the guardrails; for a bandit, all metrics. Empty if the results are not valid.",
  }),
});

const check = z.strictObject({
  id: z.enum([
    "split",
    "two_arms",
    "missing_outcomes",
    "stray_traffic",
    "one_user",
    "clocks",
    "design_effect",
    "snippets",
    "full_week",
    "plan_unchanged",
  ]),
  result: z.enum(["passes", "fails", "flagged", "waiting"]).meta({
    description: "The result of the check. Only `fails` makes the results invalid.",
  }),
  seen: z.string(),
  limit: z.string(),
  action: z.string().nullable().meta({ description: "What to do if the check does not pass." }),
});

const dependence = z.strictObject({
  variant: z.string(),
  unitId: z.string().nullable().meta({
    description: "The id of the user; null if a few users have most of the answers, or if you may not read user ids.",
  }),
  effectiveUsers: z.number(),
});

const response = z.strictObject({
  baseline: z.number().meta({ description: "The share of the control's answers that were rated." }),
  value: z.number(),
  p: z.number(),
  differs: z.boolean().meta({
    description:
      "Whether the shares differ at the level of 0.01. If they do, the ratings are not a fair sample, and there is no verdict.",
  }),
  bounds: z.tuple([z.number(), z.number()]).nullable().meta({
    description:
      "If the shares differ, the bounds of B − A for users who would rate both versions, computed by trimming.",
  }),
});

const comparison = z.strictObject({
  metric,
  variant: z.string(),
  role: z.enum(["primary", "guardrail", "exploratory"]),
  baseline: z.number().nullable(),
  value: z.number().nullable(),
  difference: z.number().nullable(),
  interval,
  confidence: z.number(),
  margin: z.number().nullable().meta({ description: "The margin of a guardrail, in the unit of the metric." }),
  test: z.enum(["chi-squared", "fisher", "delta", "welch", "quantile", "permutation", "none"]),
  p: z.number(),
  adjustedP: z.number().meta({
    description:
      "The corrected p-value: by Holm's method for primary metrics, by the method of Benjamini and Hochberg for exploratory metrics.",
  }),
  reading: z.enum([
    "better",
    "worse",
    "unclear",
    "not_worse",
    "nothing_to_test",
    "depends_on_one_user",
    "selective_ratings",
  ]),
  dependsOn: dependence.nullable(),
  response: response.nullable().meta({ description: "For thumbs and stars, how many of the answers were rated." }),
});

const liveRange = z.strictObject({
  metric,
  variant: z.string(),
  role: z.enum(["primary", "guardrail"]),
  baseline: z.number().nullable(),
  value: z.number().nullable(),
  interval: interval.meta({
    description: "The always-valid interval of B − A, in the unit of the metric. It is valid at every look.",
  }),
  margin: z.number().nullable(),
});

export const verdictResults = [
  "better",
  "worse",
  "blocked",
  "no_difference",
  "nothing_to_test",
  "depends_on_one_user",
  "selective_ratings",
] as const;

const netValue = z.strictObject({
  taskWorthUsd: z.number(),
  comparisons: z.array(
    z.strictObject({
      variant: z.string(),
      baseline: z.number().meta({
        description:
          "The net value per user with the control: the worth of finished tasks minus the cost of all answers.",
      }),
      value: z.number(),
      difference: z.number(),
      interval,
      confidence: z
        .number()
        .meta({ description: "The confidence level, corrected over the versions by Bonferroni's method." }),
      p: z.number(),
      users: z.tuple([z.number(), z.number()]),
      costKnown: z
        .tuple([z.number(), z.number()])
        .meta({ description: "The share of answers whose cost is known, 0 to 1." }),
      reading: z.enum(["better", "worse", "unclear", "cost_unknown", "depends_on_one_user"]).meta({
        description: "The result. `cost_unknown`: the cost is known for fewer than 95 % of a variant's answers.",
      }),
    }),
  ),
});

const verdict = z.strictObject({
  result: z.enum(verdictResults),
  variant: z.string().nullable().meta({ description: "The variant that is better, worse or blocked by a guardrail." }),
  sentence: z.string(),
  detail: z.string(),
  asOf: time.meta({ description: "When the planned sample was reached. Later data does not change the verdict." }),
  comparisons: z.array(comparison),
  harmedGuardrails: z.array(z.strictObject({ metric, variant: z.string() })),
  netValue: netValue.nullable().meta({
    description:
      "The net value per user in US dollars, if the plan states the worth of a finished task. It has no effect on the verdict.",
  }),
  detectable: z.number().nullable().meta({
    description:
      "The smallest change that this sample can detect with the planned power, in the unit of the primary metric.",
  }),
});

const safetyStop = z.strictObject({ metric, variant: z.string(), reason: z.string() });
const laterHarm = safetyStop.extend({ role: z.enum(["primary", "guardrail"]) });

const quantiles = z.strictObject({ p50: z.number(), p95: z.number() }).nullable();
const speed = z.strictObject({ variant: z.string(), latencyMs: quantiles, ttftMs: quantiles });

const banditArm = z.strictObject({
  variant: z.string(),
  probabilityBest: z
    .number()
    .nullable()
    .meta({ description: "The probability that the variant is the best; null before the end of the burn-in." }),
  weight: z.number(),
});
const banditResults = z.strictObject({
  isBurningIn: z.boolean(),
  burnIn: count,
  floor: z.number(),
  arms: z.array(banditArm),
  weights: z.array(z.strictObject({ at: time, batch: count, weights: z.record(z.string(), z.number()) })),
  regretSaved: z.number().nullable().meta({
    description:
      "The estimated gain compared with an equal split, as a sum in the unit of the metric; null before the end of the burn-in.",
  }),
});

/** The complete results of a phase. Pages, API, CSV and shared links read only these. */
export const experimentResults = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    prompt: z.string(),
    environment: z.string(),
    kind: z.enum(["ab", "thompson", "ucb1"]),
    status: z.enum(["draft", "running", "stopped", "concluded"]),
    state: z.enum(["not_started", "collecting", "not_valid", "verdict", "bandit"]),
    phase: count,
    startedAt: time.nullable(),
    endedAt: time.nullable(),
    asOf: time.nullable().meta({ description: "When the results were last computed." }),
    planHash: z.string().nullable(),
    requiredPerVariant: count.nullable(),
    primaryMetric: metric,
    alpha: z.number(),
    sentence: z.string(),
    detail: z.string(),
    progress: z.strictObject({
      isComplete: z.boolean(),
      counted: count.meta({ description: "The number of users who count, of the variant with the fewest." }),
      perDay: z.number().nullable(),
      expectedAt: time.nullable(),
    }),
    variants: z.array(variantResults),
    health: z.strictObject({ isValid: z.boolean(), checks: z.array(check) }),
    live: z.array(liveRange),
    timeline: z.array(timelinePoint),
    days: z.array(dayResults),
    uses: z.array(useResults).meta({
      description:
        "The primary metric by a user's first, second and later uses. It shows whether an effect wears off. Exploratory.",
    }),
    segments: z.array(segmentResults).meta({
      description:
        "The primary metric by the values of the attributes that are marked as segments. Exploratory: it has no effect on the verdict.",
    }),
    speed: z.array(speed),
    safetyStop: safetyStop.nullable(),
    verdict: verdict.nullable(),
    laterHarm: laterHarm
      .nullable()
      .meta({ description: "Metrics that got clearly worse after the verdict. They do not change the verdict." }),
    bandit: banditResults.nullable(),
  })
  .meta({ id: "ExperimentResults" });

export type ExperimentResults = z.infer<typeof experimentResults>;
export type VariantResults = z.infer<typeof variantResults>;
export type MetricValue = z.infer<typeof metricValue>;
export type HealthCheck = z.infer<typeof check>;
export type Comparison = z.infer<typeof comparison>;
export type LiveRange = z.infer<typeof liveRange>;
export type Verdict = z.infer<typeof verdict>;
export type NetValue = z.infer<typeof netValue>;
export type SafetyStop = z.infer<typeof safetyStop>;
export type LaterHarm = z.infer<typeof laterHarm>;
export type TimelinePoint = z.infer<typeof timelinePoint>;
export type DayResults = z.infer<typeof dayResults>;
export type UseResults = z.infer<typeof useResults>;
export type SegmentResults = z.infer<typeof segmentResults>;
export type BanditResults = z.infer<typeof banditResults>;
/** The bounds of B − A; null for an unbounded side. */
export type Bounds = z.infer<typeof interval>;

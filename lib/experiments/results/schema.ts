import { z } from "zod";
import { count, time } from "@/lib/core/view-fields";
import { metricName as metric } from "../schema";

// The results of an experiment, for pages and the API. Times are ISO strings, shares 0 to 1.
/** B − A in the metric's unit; null for an unbounded side. */
export const interval = z.tuple([z.number().nullable(), z.number().nullable()]);

/** One metric of one arm. `numerator` and `denominator` for rates and means; null if nothing was measured. */
const metricValue = z.strictObject({
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  users: count,
  effectiveUsers: z.number().nullable().meta({
    description: "As many users as would say the same if all had as many answers; null where it is no rate or mean.",
  }),
});

const variantResults = z.strictObject({
  key: z.string(),
  version: count,
  isControl: z.boolean(),
  weight: z.number().meta({ description: "The share of users the plan gives it." }),
  users: count,
  interactions: count,
  counted: count.meta({ description: "Users that count for the plan: those with an outcome of the primary metric." }),
  young: count.meta({ description: "Recently exposed users whose outcome of the primary metric is still awaited." }),
  metrics: z.record(z.string(), metricValue).meta({
    description:
      "Before the verdict the primary metric and the guardrails, of a bandit all; none when results are not valid.",
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
    description: "Only `fails` makes the results not valid.",
  }),
  seen: z.string(),
  limit: z.string(),
  action: z.string().nullable().meta({ description: "What to do about it, unless it passes." }),
});

const dependence = z.strictObject({
  variant: z.string(),
  unitId: z
    .string()
    .nullable()
    .meta({ description: "Null where few users have most of the answers, or may not be named." }),
  effectiveUsers: z.number(),
});

const response = z.strictObject({
  baseline: z.number().meta({ description: "The share of answers that were rated, with the control." }),
  value: z.number(),
  p: z.number(),
  differs: z.boolean().meta({ description: "At 0.01: then the ratings are no fair sample, and there is no verdict." }),
  bounds: z.tuple([z.number(), z.number()]).nullable().meta({
    description: "Where it differs: what B − A can be among those who would rate either version, by trimming.",
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
  margin: z.number().nullable().meta({ description: "Of a guardrail, in the metric's own unit." }),
  test: z.enum(["chi-squared", "fisher", "delta", "welch", "quantile", "permutation", "none"]),
  p: z.number(),
  adjustedP: z.number().meta({ description: "Holm for the primary, Benjamini-Hochberg for exploratory metrics." }),
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
  response: response.nullable().meta({ description: "Of thumbs and stars: how many of the answers were rated." }),
});

const liveRange = z.strictObject({
  metric,
  variant: z.string(),
  role: z.enum(["primary", "guardrail"]),
  baseline: z.number().nullable(),
  value: z.number().nullable(),
  interval: interval.meta({ description: "Always-valid: true however often one looks. B − A in the metric's unit." }),
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
      baseline: z.number().meta({ description: "Worth of the finished tasks less the cost of all answers, per user." }),
      value: z.number(),
      difference: z.number(),
      interval,
      confidence: z.number().meta({ description: "Corrected over the versions by Bonferroni." }),
      p: z.number(),
      users: z.tuple([z.number(), z.number()]),
      costKnown: z.tuple([z.number(), z.number()]).meta({ description: "The share of answers whose cost is known." }),
      reading: z.enum(["better", "worse", "unclear", "cost_unknown", "depends_on_one_user"]).meta({
        description: "`cost_unknown`: of fewer than 95 % of an arm's answers the cost is known.",
      }),
    }),
  ),
});

const verdict = z.strictObject({
  result: z.enum(verdictResults),
  variant: z.string().nullable().meta({ description: "The variant that is better, worse or blocked." }),
  sentence: z.string(),
  detail: z.string(),
  asOf: time.meta({ description: "When the planned sample was reached; data of later days does not change it." }),
  comparisons: z.array(comparison),
  harmedGuardrails: z.array(z.strictObject({ metric, variant: z.string() })),
  netValue: netValue.nullable().meta({
    description: "Net value per user, in USD, where the plan states what a finished task is worth. It decides nothing.",
  }),
  detectable: z
    .number()
    .nullable()
    .meta({ description: "The smallest change this sample finds with the planned power, in the primary's unit." }),
});

const safetyStop = z.strictObject({ metric, variant: z.string(), reason: z.string() });
const laterHarm = safetyStop.extend({ role: z.enum(["primary", "guardrail"]) });

const timelinePoint = z.strictObject({
  at: time,
  variant: z.string(),
  users: count,
  difference: z.number(),
  interval,
});

const dayArm = z.strictObject({ variant: z.string(), users: count, interactions: count, value: z.number().nullable() });
const dayResults = z.strictObject({
  day: z.string(),
  arms: z.array(dayArm),
  differences: z
    .array(z.strictObject({ variant: z.string(), difference: z.number(), interval }))
    .meta({ description: "Empty before the verdict." }),
});

const useResults = z.strictObject({
  from: count.meta({ description: "The user's n-th use, from this one on." }),
  to: count.nullable().meta({ description: "Up to this one; null: and all after it." }),
  arms: z.array(
    z
      .strictObject({
        variant: z.string(),
        users: count,
        uses: z.number(),
        value: z.number().nullable(),
        interval: interval
          .optional()
          .meta({ description: "Of the value; absent before the verdict and with few users." }),
      })
      .meta({ description: "`uses`: what the metric is counted over." }),
  ),
  differences: z
    .array(z.strictObject({ variant: z.string(), difference: z.number(), interval }))
    .meta({ description: "Exploratory: not corrected for looking at several. Empty before the verdict." }),
});

const segmentDifference = z.strictObject({
  variant: z.string(),
  difference: z.number(),
  interval,
  p: z.number(),
  adjustedP: z
    .number()
    .meta({ description: "Corrected over all segments, values and variants (false discovery rate)." }),
  isThin: z.boolean().meta({ description: "Fewer than 100 effective users in an arm: nothing is called." }),
  reading: z.enum(["better", "worse", "unclear"]),
});
const segmentResults = z.strictObject({
  attribute: z.string(),
  value: z.string().meta({ description: "Empty: all values that are not counted by name." }),
  arms: z.array(dayArm),
  differences: z
    .array(segmentDifference)
    .meta({ description: "Empty before the verdict, and with fewer than 30 users in an arm." }),
});

const quantiles = z.strictObject({ p50: z.number(), p95: z.number() }).nullable();
const speed = z.strictObject({ variant: z.string(), latencyMs: quantiles, ttftMs: quantiles });

const banditArm = z.strictObject({
  variant: z.string(),
  probabilityBest: z.number().nullable().meta({ description: "Null before the burn-in." }),
  weight: z.number(),
});
const banditResults = z.strictObject({
  isBurningIn: z.boolean(),
  burnIn: count,
  floor: z.number(),
  arms: z.array(banditArm),
  weights: z.array(z.strictObject({ at: time, batch: count, weights: z.record(z.string(), z.number()) })),
  regretSaved: z
    .number()
    .nullable()
    .meta({ description: "What was gained against an equal split, in the metric's own sum; an estimate." }),
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
    asOf: time.nullable().meta({ description: "When the numbers were last counted." }),
    planHash: z.string().nullable(),
    requiredPerVariant: count.nullable(),
    primaryMetric: metric,
    alpha: z.number(),
    sentence: z.string(),
    detail: z.string(),
    progress: z.strictObject({
      isComplete: z.boolean(),
      counted: count.meta({ description: "Users that count, of the variant that is furthest behind." }),
      perDay: z.number().nullable(),
      expectedAt: time.nullable(),
    }),
    variants: z.array(variantResults),
    health: z.strictObject({ isValid: z.boolean(), checks: z.array(check) }),
    live: z.array(liveRange),
    timeline: z.array(timelinePoint),
    days: z.array(dayResults),
    uses: z.array(useResults).meta({
      description: "The primary metric by the user's n-th use: whether an effect wears off. Exploratory.",
    }),
    segments: z.array(segmentResults).meta({
      description: "The primary metric by the values of marked attributes. Exploratory: nothing is decided by it.",
    }),
    speed: z.array(speed),
    safetyStop: safetyStop.nullable(),
    verdict: verdict.nullable(),
    laterHarm: laterHarm.nullable().meta({ description: "What got clearly worse after the verdict. It changes none." }),
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

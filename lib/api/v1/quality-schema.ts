import { z } from "zod";
import { count, time } from "@/lib/core/view-fields";
import { guardStatuses, metricFinding } from "@/lib/guards/findings";
import { qualityGroups } from "@/lib/guards/quality/rows";

const version = z.int().min(1);
const number = z.number().nullable();
const live = z.strictObject({ version, since: time }).nullable();
const metricName = z
  .string()
  .meta({ description: "The metric: a built-in one, such as completion or thumbs, or scorer:<id>." });

const wait = z
  .union([
    z.strictObject({ kind: z.literal("change_request"), number: count, version, title: z.string(), more: count }),
    z.strictObject({ kind: z.literal("ahead"), version, environment: z.string() }),
  ])
  .nullable()
  .meta({
    description:
      "What waits: an open change request, or a version in testing that is newer than the live version; null if nothing does.",
  });

/** A prompt in an environment: the live version, its quality, and what needs an action. */
const qualityRowView = z
  .strictObject({
    prompt: z.string(),
    environment: z.string(),
    live,
    status: z.enum([...guardStatuses, "not_watched", "nothing_live"]),
    group: z.enum(qualityGroups),
    since: time.nullable(),
    words: z.string().meta({ description: "The status in words, with its numbers." }),
    waits: wait,
    metric: z.strictObject({ name: metricName, label: z.string() }).nullable(),
    value: number.meta({ description: "The value of the live version. A rate is a share, 0 to 1." }),
    scores: count.meta({ description: "The number of scores in the last 7 days." }),
    change: z
      .enum(["worse", "better"])
      .nullable()
      .meta({ description: "The change from the previous version; null if it is not clear." }),
    trend: z.array(z.strictObject({ day: z.iso.date(), value: number, n: count, isRelease: z.boolean() })),
  })
  .meta({ id: "QualityRow" });

const group = Object.fromEntries(qualityGroups.map((name) => [name, count])) as Record<
  (typeof qualityGroups)[number],
  typeof count
>;

/** The overview, with what needs an action first. */
export const qualityOverview = z.strictObject({
  items: z.array(qualityRowView),
  nextCursor: z.string().nullable(),
  counts: z.strictObject(group).meta({ description: "The number of prompts in each group, over all pages." }),
});

const verdict = z.strictObject({
  state: z.enum([
    "rolled_back",
    "worse",
    "suspect",
    "inconclusive",
    "waiting",
    "resting",
    "watching",
    "off",
    "not_watched",
    "nothing_live",
  ]),
  tone: z.enum(["worse", "careful", "waiting", "fine", "unknown"]),
  kicker: z.string(),
  at: time.nullable(),
  sentence: z.string(),
  detail: z.string(),
  about: version.nullable().meta({ description: "The version that the result is about." }),
  change: z.strictObject({ from: version, to: version }).nullable(),
  progress: z.strictObject({ n: count, needed: count }).nullable(),
});

/** The quality of a prompt in an environment. */
export const promptQualityView = z
  .strictObject({
    prompt: z.string(),
    environment: z.string(),
    live: z.strictObject({ version, revision: count, since: time }).nullable(),
    verdict,
    findings: z.array(metricFinding).meta({
      description: "The findings of the guard about the live version, or about the version that it rolled back.",
    }),
    metrics: z.array(z.strictObject({ name: metricName, label: z.string(), scores: count })),
    metric: z
      .strictObject({ name: metricName, label: z.string(), kind: z.enum(["rate", "mean"]), isJudged: z.boolean() })
      .nullable(),
    from: time,
    to: time,
    stepMinutes: count,
    young: z.strictObject({ scores: count, outcomeMinutes: count }).nullable().meta({
      description:
        "The number of scores that are not in the lines, because their outcome window is open; null if there are none.",
    }),
    lines: z
      .array(
        z.strictObject({
          version,
          series: z.string(),
          label: z.string(),
          n: count,
          invalid: count,
          value: number,
          points: z.array(z.strictObject({ at: time, n: count, value: z.number(), low: number, high: number })),
        }),
      )
      .meta({
        description:
          "The metric over time, one line for each version and measurement series, with 95 % confidence intervals. Steps without scores are omitted.",
      }),
    limits: z.array(
      z.strictObject({
        kind: z.enum(["alert", "floor"]),
        value: z.number(),
        label: z.string(),
        isRelative: z.boolean(),
      }),
    ),
    marks: z.array(
      z.strictObject({ at: time, kind: z.enum(["release", "by-itself", "judge"]), title: z.string(), by: z.string() }),
    ),
    agreement: z
      .strictObject({ n: count, agree: count, kappa: number })
      .nullable()
      .meta({ description: "How often the judge agreed with the thumbs of users." }),
    happened: z.array(z.strictObject({ at: time, text: z.string(), tone: z.enum(["plain", "negative", "live"]) })),
  })
  .meta({ id: "PromptQuality" });

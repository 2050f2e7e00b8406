import { z } from "zod";
import { guardFields } from "@/lib/guards/schema";

const count = z.int().min(0);
const time = z.iso.datetime().meta({ pattern: undefined });
const value = z.number().nullable();

const side = z.strictObject({
  version: count,
  value,
  n: count,
  users: count,
  effectiveUsers: count.optional().meta({
    description: "How many users of equal use would say as much, after every user's share is capped.",
  }),
  young: count.optional().meta({ description: "Scores that do not count yet: their outcome window is open." }),
});

/** What a check found of one metric. */
export const guardFinding = z
  .strictObject({
    metric: z.string(),
    label: z.string(),
    kind: z.enum(["rate", "mean"]),
    worse: z.enum(["lower", "higher"]),
    series: z.string().meta({ description: "How it was measured; two series are never compared." }),
    current: side,
    baseline: side.nullable(),
    needed: count.meta({ description: "Scores a side needs before no difference counts as healthy." }),
    isConcurrent: z.boolean().meta({ description: "Whether both sides are of the same hours." }),
    worsening: value.meta({
      description: "How much worse: a share for rates, relative for means; negative is better.",
    }),
    p: value.meta({ description: "One-sided p of this comparison alone." }),
    alarmP: value.optional().meta({
      description:
        "p that is valid at every look and corrected over the guard's metrics by Holm's method. The guard alerts at α and rolls back at α / 10 of it.",
    }),
    evidence: z
      .strictObject({ p: z.number(), withoutOne: z.number(), milestones: count })
      .optional()
      .meta({ description: "The strongest evidence at any look so far, and the same without the heaviest user." }),
    hangsOnOneUser: z.boolean().optional().meta({
      description: "Without one user it would not read as worse. Nothing is rolled back because of it.",
    }),
    margin: z.number(),
    critical: z.number(),
    alertLine: value,
    floor: value,
    crossed: z.enum(["alertLine", "floor"]).nullable(),
    invalidShare: z.number(),
    reading: z.enum(["waiting", "no_baseline", "inconclusive", "better", "same", "not_clear", "worse", "critical"]),
  })
  .meta({ id: "GuardFinding" });

/** A guard with where it stands. */
export const guardView = z
  .strictObject({
    id: z.string(),
    prompt: z.string(),
    environment: z.string(),
    ...guardFields.shape,
    status: z.enum(["off", "waiting", "inconclusive", "watching", "suspect", "worse", "rolled_back", "cooling_down"]),
    since: time.nullable(),
    current: z.strictObject({ version: count, revision: count, since: time }).nullable(),
    baselineVersion: count.nullable().meta({ description: "What it was compared with last." }),
    isConcurrent: z.boolean(),
    coolUntil: time.nullable().meta({ description: "Until then it does not roll back again." }),
    checkedAt: time.nullable(),
    findings: z.array(guardFinding).meta({ description: "Of the last check of what is live." }),
    updatedBy: z.string(),
    updatedAt: time,
  })
  .meta({ id: "Guard" });

/** A check that a guard wrote down. */
export const guardCheckView = z
  .strictObject({
    at: time,
    revision: count,
    version: count,
    baselineVersion: count.nullable(),
    outcome: z.enum(["waiting", "inconclusive", "ok", "suspect", "worse", "critical", "cooling_down"]),
    findings: z.array(guardFinding),
  })
  .meta({ id: "GuardCheck" });

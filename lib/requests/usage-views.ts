import { z } from "zod";
import { share, time, usd } from "@/lib/core/view-fields";
import { usageSteps } from "./usage-steps";

/** The number of users, and of sessions, stored per hour or day and environment. */
export const keptNames = 500;

const count = z.number().int();
const ms = z.number().nullable();

const usageSums = z.strictObject({
  interactions: count.meta({ description: "Answers." }),
  costUsd: usd,
  pricedUsd: usd.meta({ description: "The part that was not reported: tokens at list prices." }),
  inputTokens: count,
  outputTokens: count,
  cachedTokens: count.meta({ description: "Input tokens that the provider took from its cache." }),
  completed: count.meta({ description: "Answers whose task was finished." }),
  failed: count.meta({ description: "Calls that ended with an error." }),
});
export type UsageSums = z.output<typeof usageSums>;

const users = count.nullable().meta({
  description: "Users of its answers, estimated from sketches (`users.standardError`). Null: not counted.",
});

/** The sums of one prompt, version, model, environment, key, user or session. Values that do not apply are null. */
const usageGroup = usageSums.extend({
  name: z.string(),
  users,
  before: usd.nullable().meta({ description: "Its cost in as long a time before; null by user and session." }),
  p50: ms.meta({ description: "Latency in milliseconds, within 10 %; kept by prompt and by version alone." }),
  p95: ms,
});
export type UsageGroup = z.output<typeof usageGroup>;

/** For users and sessions: which data the groups are made from. */
const countedPeople = z.strictObject({
  from: time.meta({ description: "Answers from here on were counted." }),
  sums: usageSums.meta({ description: "Of everyone, listed or not." }),
  others: count
    .nullable()
    .meta({ description: "How many more there are than those listed; null: more than are kept." }),
  missedUsd: usd.meta({
    description: `The cost of one of those listed may be higher by this at most: each hour and day keeps the ${keptNames} costliest.`,
  }),
});
export type CountedPeople = z.output<typeof countedPeople>;

const usageStep = usageSums.extend({
  at: time.meta({ description: "The start of the step." }),
  name: z.string(),
  users,
});
export type UsageStepSums = z.output<typeof usageStep>;

/** The users of a time range. */
const usersInTime = z.strictObject({
  from: time.meta({ description: "Answers from here on were counted." }),
  count: count.meta({
    description: "Users of all answers that name one. Hours older than 32 days count as whole days.",
  }),
  standardError: share.meta({
    description: "Of each count of users, relative to it. Few users are counted exactly in most cases.",
  }),
});

/** The cost and latency of answers, compared with the preceding range of the same length. */
export const usageView = z
  .strictObject({
    from: time,
    to: time,
    now: usageSums,
    before: usageSums.meta({ description: "The previous period of the same length." }),
    groups: z.array(usageGroup).meta({ description: "The costliest first; by user and session the first 100." }),
    users: usersInTime.meta({ description: "How many users it had, and from when users were counted." }),
    people: countedPeople.nullable().meta({ description: "By user and session only." }),
    step: z.enum(usageSteps).nullable(),
    steps: z.array(usageStep).meta({
      description:
        "The groups over time, the oldest step first; by user and session, the prompts. Empty without `step`.",
    }),
  })
  .meta({ id: "Usage" });
export type UsageView = z.output<typeof usageView>;

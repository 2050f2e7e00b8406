import { z } from "zod";
import { share, time, usd } from "@/lib/core/view-fields";
import { usageSteps } from "./usage-steps";

/** The number of users, and of sessions, stored per hour or day and environment. */
export const keptNames = 500;

const count = z.number().int();
const ms = z.number().nullable();

const usageSums = z.strictObject({
  interactions: count.meta({ description: "The number of answers." }),
  costUsd: usd,
  pricedUsd: usd.meta({
    description: "The part of the cost that was not reported but computed from tokens at list prices, in US dollars.",
  }),
  inputTokens: count,
  outputTokens: count,
  cachedTokens: count.meta({ description: "The number of input tokens that came from the provider's cache." }),
  completed: count.meta({ description: "The number of answers whose task was finished." }),
  failed: count.meta({ description: "The number of calls that ended with an error." }),
});
export type UsageSums = z.output<typeof usageSums>;

const users = count.nullable().meta({
  description:
    "The number of users with answers, an estimate with the error `users.standardError`; null if not counted.",
});

/** The sums of one prompt, version, model, environment, key, user or session. Values that do not apply are null. */
const usageGroup = usageSums.extend({
  name: z.string(),
  users,
  before: usd.nullable().meta({
    description:
      "The group's cost in the previous period of the same length, in US dollars; null when grouped by user or session.",
  }),
  p50: ms.meta({
    description: "The median latency in milliseconds, accurate to 10 %; null unless grouped by prompt or version.",
  }),
  p95: ms,
});
export type UsageGroup = z.output<typeof usageGroup>;

/** For users and sessions: which data the groups are made from. */
const countedPeople = z.strictObject({
  from: time.meta({ description: "The start of the counted period." }),
  sums: usageSums.meta({ description: "The sums of all users or sessions, including those that are not listed." }),
  others: count
    .nullable()
    .meta({ description: "How many users or sessions are not listed; null if there are more than the server keeps." }),
  missedUsd: usd.meta({
    description: `The largest possible error of a listed cost, in US dollars. Each hour and day keeps only the ${keptNames} users or sessions with the highest cost.`,
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
    description:
      "The number of users of all answers that name a user. For hours older than 32 days, the whole day counts.",
  }),
  standardError: share.meta({
    description: "The relative standard error of each number of users. Small numbers are exact in most cases.",
  }),
});

/** Tokens that no cost includes. */
const unpricedTokens = z.strictObject({
  tokens: count.meta({ description: "Tokens without a reported cost whose model has no list price." }),
  models: z.array(z.string()).meta({ description: "Their models, most tokens first." }),
});
export type UnpricedTokens = z.output<typeof unpricedTokens>;

/** The cost and latency of answers, compared with the preceding range of the same length. */
export const usageView = z
  .strictObject({
    from: time,
    to: time,
    now: usageSums,
    before: usageSums.meta({ description: "The sums of the previous period of the same length." }),
    unpriced: unpricedTokens.meta({ description: "The tokens of this period that the cost does not include." }),
    groups: z
      .array(usageGroup)
      .meta({ description: "The groups, highest cost first. By user or session, the first 100." }),
    users: usersInTime.meta({ description: "The number of users, and from when users were counted." }),
    people: countedPeople
      .nullable()
      .meta({ description: "Details about the listed users or sessions; null for other groupings." }),
    step: z.enum(usageSteps).nullable(),
    steps: z.array(usageStep).meta({
      description:
        "The sums over time by group, oldest step first. By user or session, the groups are prompts. Empty without `step`.",
    }),
  })
  .meta({ id: "Usage" });
export type UsageView = z.output<typeof usageView>;

import { z } from "zod";
import { count, share, time } from "@/lib/core/view-fields";
import { modelView } from "@/lib/registry/views";
import { eachDimension } from "../each-dimension";
import { scorerConfig } from "../scorers/schema";
import { runStatuses } from "./statuses";

const status = z.enum(runStatuses);
export type RunStatus = z.output<typeof status>;

const trigger = z.enum(["manual", "api", "save", "gate", "baseline"]);
export type RunTrigger = z.output<typeof trigger>;

const money = z.number().min(0);

/** One dimension of a run: the mean over its cases. */
const dimensionResult = z.strictObject({
  score: share,
  interval: z.tuple([share, share]).meta({ description: "The 95 % confidence interval over cases." }),
  cases: count.meta({ description: "The number of cases in which the dimension was measured." }),
  passed: count,
});
export type DimensionResult = z.output<typeof dimensionResult>;

/** A run, as pages show it. Its scorers are those at the time of its creation. */
export const runView = z.strictObject({
  id: z.string(),
  prompt: z.string(),
  version: count,
  suite: z.strictObject({ id: z.string(), name: z.string(), revision: count }),
  environment: z
    .string()
    .nullable()
    .meta({ description: "The environment whose gate the run is for; null if it is for none." }),
  trigger,
  model: modelView,
  isOwnModel: z.boolean(),
  scorers: z.array(scorerConfig),
  configHash: z
    .string()
    .meta({ description: "A hash of the inputs and settings. Runs with the same hash are comparable." }),
  caseLimit: count.nullable().meta({ description: "The number of cases in the run; null for all cases." }),
  repeats: count,
  concurrency: count,
  budgetUsd: money.nullable(),
  status,
  statusReason: z.string().meta({ description: "Why the run was cancelled or failed." }),
  progress: z.strictObject({
    done: count,
    total: count,
    failed: count,
    secondsLeft: count
      .nullable()
      .meta({ description: "The estimated time until the run ends, in seconds; null until there is an estimate." }),
  }),
  costUsd: money.meta({ description: "The cost of the answers so far in US dollars, including judges." }),
  isCostKnown: z.boolean().meta({
    description: "Whether the price of all calls is known. If false, the real cost is higher than `costUsd`.",
  }),
  estimatedCostUsd: money.nullable().meta({ description: "The estimated cost of the whole run, in US dollars." }),
  judgements: z.strictObject({ total: count, invalid: count }),
  inconclusive: z
    .string()
    .nullable()
    .meta({ description: "Why the results are not reliable; null if they are reliable." }),
  dimensions: eachDimension(dimensionResult.nullable()).nullable(),
  baseline: z.strictObject({ id: z.string(), version: count, status }).nullable(),
  promotion: z
    .strictObject({ isPromoted: z.boolean(), message: z.string(), releaseId: z.string().nullable() })
    .nullable()
    .meta({ description: "The result of the automatic promotion." }),
  createdBy: z.string(),
  createdAt: time,
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
});
export type RunView = z.output<typeof runView>;

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
  interval: z.tuple([share, share]).meta({ description: "95 % over cases." }),
  cases: count.meta({ description: "Cases in which it was measured." }),
  passed: count,
});
export type DimensionResult = z.output<typeof dimensionResult>;

/** A run, as pages show it. Its scorers are those at the time of its creation. */
export const runView = z.strictObject({
  id: z.string(),
  prompt: z.string(),
  version: count,
  suite: z.strictObject({ id: z.string(), name: z.string(), revision: count }),
  environment: z.string().nullable().meta({ description: "Whose gate it is for." }),
  trigger,
  model: modelView,
  isOwnModel: z.boolean(),
  scorers: z.array(scorerConfig),
  configHash: z.string().meta({ description: "Runs with the same value had the same inputs and settings." }),
  caseLimit: count.nullable().meta({ description: "The number of cases that were asked; null: all." }),
  repeats: count,
  concurrency: count,
  budgetUsd: money.nullable(),
  status,
  statusReason: z.string().meta({ description: "Why it was cancelled or failed." }),
  progress: z.strictObject({
    done: count,
    total: count,
    failed: count,
    secondsLeft: count.nullable().meta({ description: "An estimate; null until there is one." }),
  }),
  costUsd: money.meta({ description: "Of the answers so far, including judges." }),
  isCostKnown: z
    .boolean()
    .meta({ description: "False when the price of a call is not known: then costUsd is not all." }),
  estimatedCostUsd: money.nullable().meta({ description: "Of the whole run, about." }),
  judgements: z.strictObject({ total: count, invalid: count }),
  inconclusive: z.string().nullable().meta({ description: "Why the results are not reliable; null: they are." }),
  dimensions: eachDimension(dimensionResult.nullable()).nullable(),
  baseline: z.strictObject({ id: z.string(), version: count, status }).nullable(),
  promotion: z
    .strictObject({ isPromoted: z.boolean(), message: z.string(), releaseId: z.string().nullable() })
    .nullable()
    .meta({ description: "The outcome of automatic promotion." }),
  createdBy: z.string(),
  createdAt: time,
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
});
export type RunView = z.output<typeof runView>;

import { z } from "zod";
import { count, share, time } from "@/lib/core/view-fields";
import { comparedCase } from "@/lib/evaluation/comparison/views";
import { runStatuses } from "@/lib/evaluation/runs/statuses";
import { scorerConfig } from "@/lib/evaluation/scorers/schema";
import { gateResultView } from "@/lib/registry/gate/result";

const money = z.number().min(0);
const status = z.enum(runStatuses);

const byDimension = <S extends z.ZodType>(schema: S) =>
  z.strictObject({ accuracy: schema, format: schema, safety: schema, consistency: schema });

const detail = z.strictObject({
  score: share,
  interval: z.tuple([share, share]).meta({ description: "95 % over cases." }),
  cases: count.meta({ description: "Cases in which it was measured." }),
  passed: count,
});

/** A run without its cases, as lists show it. */
const fields = {
  id: z.string(),
  prompt: z.string(),
  version: count,
  suite: z.strictObject({ id: z.string(), name: z.string(), revision: count }),
  environment: z.string().nullable().meta({ description: "Whose gate it is for." }),
  trigger: z.enum(["manual", "api", "save", "gate", "baseline"]),
  model: z.strictObject({
    provider: z.string(),
    name: z.string(),
    parameters: z.record(z.string(), z.unknown()).optional(),
  }),
  isOwnModel: z.boolean(),
  caseLimit: count.nullable().meta({ description: "How many of the suite's cases were asked; null: all." }),
  repeats: count,
  concurrency: count,
  budgetUsd: money.nullable(),
  status,
  statusReason: z.string().meta({ description: "Why it was cancelled or failed." }),
  progress: z.strictObject({
    done: count,
    total: count,
    failed: count,
    secondsLeft: count.nullable().meta({ description: "About; null before there is a pace." }),
  }),
  costUsd: money.meta({ description: "Of what came so far, judges included." }),
  isCostKnown: z
    .boolean()
    .meta({ description: "False when the price of a call is not known: then costUsd is not all." }),
  estimatedCostUsd: money.nullable().meta({ description: "Of the whole run, about." }),
  judgements: z.strictObject({ total: count, invalid: count }),
  inconclusive: z.string().nullable().meta({ description: "Why the results cannot be believed; null: they can." }),
  dimensions: byDimension(share.nullable()).meta({
    description: "The mean over cases, when it is finished; null: nothing was measured.",
  }),
  baseline: z.strictObject({ id: z.string(), version: count, status }).nullable(),
  promotion: z
    .strictObject({ isPromoted: z.boolean(), message: z.string(), releaseId: z.string().nullable() })
    .nullable()
    .meta({ description: "What automatic promotion made of it." }),
  createdBy: z.string(),
  createdAt: time,
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
};

export const evaluationView = z.strictObject(fields).meta({ id: "Evaluation" });

export const evaluationDetail = z
  .strictObject({
    ...fields,
    details: byDimension(detail.nullable()).nullable(),
    scorers: z.array(scorerConfig),
    configHash: z.string().meta({ description: "Runs with the same one were asked the same in the same way." }),
    gate: gateResultView.nullable().meta({ description: "What the gate of the environment says now." }),
    cases: z.array(comparedCase).meta({ description: "The first 100 cases, those that broke first." }),
  })
  .meta({ id: "EvaluationDetail" });

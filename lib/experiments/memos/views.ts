import { z } from "zod";
import { count, time } from "@/lib/core/view-fields";
import { interval } from "../results/breakdown-schema";
import { verdictResults } from "../results/schema";
import { metricName as metric } from "../schema";

/** The decision on an experiment. */
export const decisionMemo = z
  .strictObject({
    experiment: z.strictObject({ id: z.string(), name: z.string() }),
    prompt: z.string(),
    environment: z.string(),
    phase: count,
    question: z.string(),
    metric,
    result: z
      .enum(verdictResults)
      .nullable()
      .meta({ description: "The result of the verdict; null if the decision was made without a verdict." }),
    sentence: z
      .string()
      .meta({ description: "The sentence of the verdict. Without a verdict, a sentence about the results." }),
    tradeOff: z.string().meta({ description: "What the choice costs, from the verdict." }),
    variant: z.string(),
    version: count,
    release: z
      .string()
      .nullable()
      .meta({ description: "The id of the release; null if the live version did not change." }),
    reason: z.string(),
    effect: z.strictObject({ difference: z.number(), interval, confidence: z.number() }).nullable().meta({
      description: "The difference between the chosen version and the control, in the unit of the metric.",
    }),
    total: z.strictObject({ decisions: count, difference: z.number(), interval }).nullable().meta({
      description:
        "The sum of the measured effects on this metric, with its 95 % interval: of all versions that experiments released for this prompt and environment until then. The effects of chosen winners are overestimated.",
    }),
    users: count,
    decidedBy: z.string(),
    decidedAt: time,
  })
  .meta({ id: "ExperimentDecision" });
export type DecisionMemo = z.output<typeof decisionMemo>;

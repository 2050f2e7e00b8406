import { z } from "zod";
import { count, time } from "@/lib/core/view-fields";
import { interval, verdictResults } from "../results/schema";
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
    result: z.enum(verdictResults).nullable().meta({ description: "Null: it was decided without a verdict." }),
    sentence: z.string().meta({ description: "The verdict, or what the results said in its place." }),
    tradeOff: z.string().meta({ description: "What the choice costs or gives up, from the verdict." }),
    variant: z.string(),
    version: count,
    release: z.string().nullable().meta({ description: "The release's id; null when what was live stayed." }),
    reason: z.string(),
    effect: z.strictObject({ difference: z.number(), interval, confidence: z.number() }).nullable().meta({
      description: "The chosen version against the control, in the metric's own unit.",
    }),
    total: z.strictObject({ decisions: count, difference: z.number(), interval }).nullable().meta({
      description:
        "The sum of the measured effects on this metric of all versions that experiments released for this prompt and environment until then, with its 95 % interval. Chosen winners look better than they are.",
    }),
    users: count,
    decidedBy: z.string(),
    decidedAt: time,
  })
  .meta({ id: "ExperimentDecision" });
export type DecisionMemo = z.output<typeof decisionMemo>;

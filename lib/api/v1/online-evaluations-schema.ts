import { z } from "zod";
import { onlineEvaluationFields } from "@/lib/evaluation/online/schema";
import { scorerConfig } from "@/lib/evaluation/scorers/schema";

const time = z.iso.datetime().meta({ pattern: undefined });
const count = z.int().min(0);
const cost = z.number().min(0);

/** What is scored of live answers in an environment, and how that went today. */
export const onlineEvaluationView = z
  .strictObject({
    prompt: z.string(),
    environment: z.string(),
    isEnabled: z.boolean(),
    sampleRate: onlineEvaluationFields.shape.sampleRate.unwrap(),
    minimumPerVersion: count,
    scorers: z.array(scorerConfig),
    dailyBudgetUsd: z.number().nullable(),
    updatedBy: z.string(),
    updatedAt: time,
    sampledToday: count.meta({ description: "Answers of this UTC day that are scored." }),
    withoutTextToday: count.meta({ description: "Of them without texts: scorers have nothing to read there." }),
    judgedToday: count,
    invalidToday: count.meta({ description: "Judgements of them that gave no verdict; they are no scores." }),
    spentTodayUsd: cost.meta({ description: "What is known of it." }),
    isCostKnown: z.boolean().meta({ description: "False: some judge has no known price, so it cost more." }),
    judging: z.enum(["all", "half", "none"]).meta({
      description:
        "What the budget allows: from 90 % every second sample is judged, from 100 % none until the next UTC day.",
    }),
    series: z
      .array(z.strictObject({ metric: z.string(), series: z.string(), label: z.string(), beganAt: time }))
      .meta({ description: "Ways in which its scorers have measured, newest first. Two are never compared." }),
  })
  .meta({ id: "OnlineEvaluation" });

/** What one metric says of one live answer. */
export const scoredAnswerView = z
  .strictObject({
    interactionId: z.string(),
    at: time,
    version: count,
    variant: z.string().nullable().meta({ description: "The variant of the experiment that it was part of." }),
    userId: z.string().nullable(),
    value: z.number().nullable().meta({
      description: "0 to 1, or in the metric's unit; null: a judgement that gave no verdict.",
    }),
    passed: z.boolean().nullable().meta({ description: "Null: this metric has no line." }),
    explanation: z.string(),
    series: z.string(),
    scorer: z.string().meta({ description: "The series by name, such as “Tone v2, judged by gpt-4.1”." }),
    costUsd: cost.nullable(),
    input: z.string().nullable().meta({ description: "Its first 400 characters." }),
    output: z.string().nullable().meta({ description: "Its first 400 characters." }),
  })
  .meta({ id: "ScoredAnswer" });

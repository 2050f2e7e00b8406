import { z } from "zod";
import { scoreView } from "../scorers/types";

const measure = z.number().nullable();

/** One answer with its scores. */
export const answerView = z
  .strictObject({
    repeat: z.int().min(1),
    output: z.string().nullable(),
    toolCalls: z.array(z.strictObject({ name: z.string(), input: z.unknown() })),
    error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
    latencyMs: measure,
    ttftMs: measure,
    inputTokens: measure,
    outputTokens: measure,
    costUsd: measure,
    scores: z.array(scoreView),
  })
  .meta({ id: "EvaluationAnswer" });
export type AnswerView = z.output<typeof answerView>;

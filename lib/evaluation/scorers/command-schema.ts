import { z } from "zod";
import { scorerConfig, scorersInput } from "./schema";

/** The body that replaces all scorers of a suite. */
export const scorersBody = z.strictObject({
  scorers: scorersInput,
  expectedHash: z.string().max(100).optional().meta({
    description: "The `hash` that you have seen. If someone has saved since, the request gets 409 `revision_conflict`.",
  }),
});
export const saveScorersInput = scorersBody.extend({ id: z.guid() });
export type SaveScorersInput = z.output<typeof saveScorersInput>;

const answer = z.string().max(200_000, "An answer to try has at most 200,000 characters.");

/** The body of a trial: one answer to one case, with the suite's scorers or the given ones. */
export const tryBody = z.strictObject({
  caseKey: z.guid(),
  output: answer,
  scorers: scorersInput
    .optional()
    .meta({ description: "Scorers to use in place of the suite's scorers, for example unsaved ones." }),
  judges: z
    .array(z.string().max(60))
    .max(10, "Ask at most 10 judges at once.")
    .default([])
    .meta({ description: "The ids of the judges to ask. Each one calls its model, which can cost money." }),
});
export const tryScorersInput = tryBody.extend({ id: z.guid() });
export type TryScorersInput = z.output<typeof tryScorersInput>;

/** The body of a comparison: two answers to one case. */
export const comparePairBody = z.strictObject({
  caseKey: z.guid(),
  revision: z
    .int()
    .min(0)
    .max(2_147_483_647)
    .optional()
    .meta({ description: "The revision from which the case is taken. Default: the current revision." }),
  answerA: answer,
  answerB: answer,
  judge: z
    .string()
    .max(60)
    .optional()
    .meta({ description: "The id of a judge of the suite. Default: its first judge." }),
});
const comparePairInput = comparePairBody.extend({ id: z.guid() });
export type ComparePairInput = z.output<typeof comparePairInput>;

/** The request for a preview of the prompt that a judge gets for a case. */
export const previewJudgeInput = z.strictObject({ id: z.guid(), judge: scorerConfig, caseKey: z.guid().nullable() });
export type PreviewJudgeInput = z.output<typeof previewJudgeInput>;

/** One scorer to validate before it is added to a list. */
export const checkScorerInput = z.strictObject({ scorer: scorerConfig });

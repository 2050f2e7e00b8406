import { z } from "zod";
import { promptName, versionNumber } from "@/lib/registry/schema";
import { scorerConfig, scorerLimits } from "../scorers/schema";

/** Limits of a run: total answers (cases × repeats), repeats of a case, concurrent calls. */
export const runLimits = { answers: 20_000, repeats: 10, concurrency: 100 } as const;
/** The defaults of a run. */
export const runDefaults = { repeats: 1, concurrency: 10 } as const;

const model = z.strictObject({
  provider: z.string().min(1).max(100).meta({ description: 'The name of a connection, or "offline".' }),
  name: z.string().min(1).max(200),
  parameters: z.record(z.string(), z.unknown()).optional(),
});

/** The request to create a run. */
export const createRunInput = z.strictObject({
  prompt: promptName,
  version: versionNumber,
  suite: z.string().min(1).max(100).meta({ description: "The id or the name of a suite." }),
  scorers: z
    .array(z.union([z.string().min(1).max(60), scorerConfig]))
    .max(scorerLimits.scorers, `A run has at most ${scorerLimits.scorers} scorers.`)
    .optional()
    .meta({
      description:
        "In place of the suite's own. A text names one of the suite's by its id, or a type that needs no settings, such as exact.",
    }),
  model: model.optional().meta({ description: "In place of the model each version names." }),
  repeats: z
    .int()
    .min(1)
    .max(runLimits.repeats)
    .optional()
    .meta({ description: "How often each case is asked; from 2 on, consistency is measured.", default: 1 }),
  cases: z.int().min(1).max(runLimits.answers).optional().meta({
    description:
      "Asks only this many cases, spread evenly over the suite. Such a run does not count for a gate, and is not listed among the scores.",
  }),
  concurrency: z
    .int()
    .min(1)
    .max(runLimits.concurrency)
    .optional()
    .meta({ description: "Model calls at once, as far as the connection's own limit allows.", default: 10 }),
  budgetUsd: z
    .number()
    .positive("A budget is more than 0.")
    .max(100_000)
    .optional()
    .meta({ description: "The run ends before it costs more, in US dollars. Needs models whose price is known." }),
  baselineVersion: versionNumber
    .optional()
    .meta({ description: "The version to compare with; it is evaluated on the same set when it has not been." }),
  environment: z
    .string()
    .min(1)
    .max(63)
    .optional()
    .meta({ description: "Whose gate the run is for: the answer then says whether the version may go live there." }),
});
export type CreateRunInput = z.output<typeof createRunInput>;
/** The request as sent: scorers may omit fields with a default. */
export type CreateRunFields = z.input<typeof createRunInput>;

/** The versions to compare in a review. */
export const runBeforeAfterInput = createRunInput
  .pick({ prompt: true, version: true })
  .extend({ baselineVersion: versionNumber });

export const runIdInput = z.strictObject({ id: z.guid() });

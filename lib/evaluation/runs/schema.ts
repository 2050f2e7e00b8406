import { z } from "zod";
import { promptName, versionNumber } from "@/lib/registry/schema";
import { scorerConfig, scorerLimits } from "../scorers/schema";

/** Limits of a run: total answers (cases × repeats), repeats of a case, concurrent calls. */
export const runLimits = { answers: 20_000, repeats: 10, concurrency: 100 } as const;
/** The defaults of a run. */
export const runDefaults = { repeats: 1, concurrency: 10 } as const;

const model = z.strictObject({
  provider: z.string().min(1).max(100).meta({ description: "The name of a connection, or `offline`." }),
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
        "Scorers to use in place of the suite's scorers. A text is the id of one of the suite's scorers, or a type that needs no settings, such as `exact`.",
    }),
  model: model.optional().meta({ description: "The model to use in place of the version's model." }),
  repeats: z
    .int()
    .min(1)
    .max(runLimits.repeats)
    .optional()
    .meta({ description: "How many times each case is run. From 2, consistency is measured.", default: 1 }),
  cases: z.int().min(1).max(runLimits.answers).optional().meta({
    description:
      "The number of cases to run, spread evenly over the suite. Default: all. A run with fewer cases does not count for a gate and is not in the list of scores.",
  }),
  concurrency: z.int().min(1).max(runLimits.concurrency).optional().meta({
    description: "The maximum number of concurrent model calls. The limit of the connection also applies.",
    default: 10,
  }),
  budgetUsd: z.number().positive("A budget is more than 0.").max(100_000).optional().meta({
    description: "The maximum cost in US dollars. The run stops before it costs more. Needs models with a known price.",
  }),
  baselineVersion: versionNumber
    .optional()
    .meta({ description: "The version to compare with. If it has no run on the same cases, it is evaluated too." }),
  environment: z
    .string()
    .min(1)
    .max(63)
    .optional()
    .meta({ description: "The environment whose gate the run is for. The answer then contains the gate result." }),
});
export type CreateRunInput = z.output<typeof createRunInput>;
/** The request as sent: scorers may omit fields with a default. */
export type CreateRunFields = z.input<typeof createRunInput>;

/** The versions to compare in a review. */
export const runBeforeAfterInput = createRunInput
  .pick({ prompt: true, version: true })
  .extend({ baselineVersion: versionNumber });

export const runIdInput = z.strictObject({ id: z.guid() });

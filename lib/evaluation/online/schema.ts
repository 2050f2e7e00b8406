import { z } from "zod";
import { promptName } from "@/lib/registry/schema";
import { scorersInput } from "../scorers/schema";

const environmentName = z.string().min(1).max(63);

/** How live answers of a prompt are scored in an environment. */
export const onlineEvaluationFields = z.strictObject({
  isEnabled: z.boolean().default(true),
  sampleRate: z
    .number()
    .min(0, "A share is between 0 and 1.")
    .max(1, "A share is between 0 and 1.")
    .default(0.1)
    .meta({ description: "The share of interactions that are scored, selected by a hash of the id, 0 to 1." }),
  minimumPerVersion: z
    .int()
    .min(0)
    .max(10_000)
    .default(200)
    .meta({ description: "The minimum number of answers of each version to score per day, if there are enough." }),
  scorers: scorersInput.default([]),
  dailyBudgetUsd: z
    .number()
    .positive("A budget is more than 0.")
    .max(10_000)
    .nullable()
    .default(5)
    .meta({ description: "The maximum cost of judges per UTC day, in US dollars; null for no limit." }),
});
export type OnlineEvaluationFields = z.output<typeof onlineEvaluationFields>;

/** The prompt and the environment of an online evaluation. */
export const promptEnvironmentInput = z.strictObject({ name: promptName, environment: environmentName });
export type PromptEnvironmentInput = z.output<typeof promptEnvironmentInput>;

export const saveOnlineEvaluationInput = onlineEvaluationFields.extend(promptEnvironmentInput.shape);
export type SaveOnlineEvaluationInput = z.input<typeof saveOnlineEvaluationInput>;

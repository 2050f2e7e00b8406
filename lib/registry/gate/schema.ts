import { z } from "zod";
import { modelInput, promptName, versionNumber } from "../schema";
import { type Dimension, dimensions } from "./dimensions";

const share = z.number().min(0, "A minimum is between 0 and 1.").max(1, "A minimum is between 0 and 1.");
const byDimension = Object.fromEntries(dimensions.map((dimension) => [dimension, share.optional()]));

/** The minimum score of each dimension, from 0 to 1. An omitted dimension has no minimum. */
const gateMinimums = z.strictObject(byDimension as Record<Dimension, z.ZodOptional<typeof share>>);
export type GateMinimums = z.output<typeof gateMinimums>;

const environmentName = z.string().min(1).max(63);

/** The requirements for a version to go live. */
export const gatePolicyFields = z.strictObject({
  suite: z.guid().meta({ description: "The id of the suite." }),
  minimums: gateMinimums.default({}),
  isNotWorse: z.boolean().default(true).meta({
    description:
      "Whether the version must not be worse than the live version, by a sign test over cases for each dimension.",
  }),
  alpha: z.number().min(0.0001, "α lies from 0.0001 to 0.5.").max(0.5, "α lies from 0.0001 to 0.5.").default(0.05),
  repeats: z.int().min(1).max(10, "A case is asked at most 10 times.").default(1),
  model: modelInput
    .nullable()
    .default(null)
    .meta({ description: "The model to use in place of the version's model; null for the version's model." }),
  concurrency: z.int().min(1).max(100).default(10),
  budgetUsd: z.number().positive("A budget is more than 0.").max(10_000).nullable().default(null),
  runOnSave: z.boolean().default(false),
  autoPromote: z.boolean().default(false),
});
export type GatePolicyFields = z.output<typeof gatePolicyFields>;

/** The prompt and environment of a policy. */
export const gatePolicyKey = z.strictObject({ name: promptName, environment: environmentName });
export type GatePolicyKey = z.output<typeof gatePolicyKey>;

export const saveGatePolicyInput = gatePolicyFields.extend(gatePolicyKey.shape);
export type SaveGatePolicyInput = z.input<typeof saveGatePolicyInput>;

/** A version and the environment whose gate is checked. */
export const gateTarget = z.strictObject({ prompt: promptName, version: versionNumber, environment: environmentName });
export type GateTarget = z.output<typeof gateTarget>;

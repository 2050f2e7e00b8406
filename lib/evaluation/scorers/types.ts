import { z } from "zod";
import { dimensions } from "@/lib/registry/gate/dimensions";

/** Why there is no value: the judge gave none, or the scorer exceeded its budget. */
export const invalidCodes = ["judge_invalid_output", "judge_unavailable", "scorer_too_slow"] as const;

const scoreHead = {
  scorer: z.string().meta({ description: "The id of the scorer in its suite." }),
  version: z.int(),
  dimension: z.enum(dimensions),
  explanation: z
    .string()
    .meta({ description: "A sentence for people: why the score has this value, or why there is none." }),
  costUsd: z
    .number()
    .nullable()
    .meta({ description: "The cost of the judge in US dollars; null if not known, 0 for other scorers." }),
};

/**
 * The score of one answer by one scorer: a value from 0 to 1, and whether it passes. `invalid`: no valid result,
 * counted separately and never as a score. `skipped`: nothing to score, for example without an expected answer.
 */
export const scoreView = z
  .discriminatedUnion("state", [
    z.strictObject({ ...scoreHead, state: z.literal("scored"), value: z.number(), passed: z.boolean() }),
    z.strictObject({ ...scoreHead, state: z.literal("invalid"), code: z.enum(invalidCodes), raw: z.string() }),
    z.strictObject({ ...scoreHead, state: z.literal("skipped") }),
  ])
  .meta({ id: "Score" });
export type Score = z.output<typeof scoreView>;

/** The answer to score. */
export type ScoredAnswer = {
  output: string;
  toolCalls: readonly { name: string; input: unknown }[];
};

/** The case by which an answer is scored. */
export type ScoredCase = {
  variables: Record<string, unknown>;
  expected: unknown;
  checks: readonly ({ type: string } & Record<string, unknown>)[];
};

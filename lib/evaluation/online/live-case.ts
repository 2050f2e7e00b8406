import { isRecord } from "@/lib/core/records";
import type { ScoredAnswer, ScoredCase } from "../scorers/types";

/**
 * Converts the input of an interaction to the form that scorers read: values by name if it is a record, else the whole
 * input as `input`. Pure.
 */
export const toCase = (input: unknown): ScoredCase => ({
  variables: isRecord(input) ? input : input === null || input === undefined ? {} : { input },
  expected: null,
  checks: [],
});

/** Converts the output of an interaction to the form that scorers read: its text, or JSON as text. Pure. */
export const toAnswer = (output: unknown): ScoredAnswer => ({
  output: typeof output === "string" ? output : JSON.stringify(output),
  toolCalls: [],
});

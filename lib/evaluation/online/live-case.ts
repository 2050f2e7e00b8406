import type { ScoredAnswer, ScoredCase } from "../scorers/types";

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What went in, as scorers read a case: values by name where it was a record, else all of it as `input`. Pure. */
export const toCase = (input: unknown): ScoredCase => ({
  variables: isRecord(input) ? input : input === null || input === undefined ? {} : { input },
  expected: null,
  checks: [],
});

/** What came out, as scorers read an answer: its text, or JSON as text. Pure. */
export const toAnswer = (output: unknown): ScoredAnswer => ({
  output: typeof output === "string" ? output : JSON.stringify(output),
  toolCalls: [],
});

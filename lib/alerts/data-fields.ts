import { z } from "zod";

/** Who did it: a person, an API key, or Understudy itself. */
export const actorData = z.strictObject({
  kind: z.enum(["user", "key", "system"]),
  id: z.string().nullable(),
  name: z.string(),
});

/** The data of every guard alert. */
export const guardData = z.strictObject({
  guard: z.string(),
  prompt: z.string(),
  environment: z.string(),
  revision: z.int(),
  version: z.int(),
  baselineVersion: z.int().nullable(),
  /** The metrics that became worse. */
  findings: z.array(z.record(z.string(), z.unknown())),
});
export type GuardData = z.output<typeof guardData>;

/** The data of every experiment alert. */
export const experimentData = z.strictObject({
  experiment: z.strictObject({ id: z.string(), name: z.string(), phase: z.int() }),
});

/** The data of every budget alert. */
export const budgetData = z.strictObject({
  month: z.string(),
  amountUsd: z.number(),
  spentUsd: z.number(),
  forecastUsd: z.number().nullable(),
});
export type BudgetData = z.output<typeof budgetData>;

/** The data of every domain alert. */
export const domainData = z.strictObject({
  domain: z.string(),
  /** The name of its TXT record. */
  record: z.string(),
  /** The number of daily checks in a row that missed it. */
  missedChecks: z.int(),
});

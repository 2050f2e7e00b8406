import { z } from "zod";

/** What every alert of a guard tells machines. */
export const guardData = z.strictObject({
  guard: z.string(),
  prompt: z.string(),
  environment: z.string(),
  revision: z.int(),
  version: z.int(),
  baselineVersion: z.int().nullable(),
  /** The metrics that got worse. */
  findings: z.array(z.record(z.string(), z.unknown())),
});
export type GuardData = z.output<typeof guardData>;

/** What every alert of an experiment tells machines. */
export const experimentData = z.strictObject({
  experiment: z.strictObject({ id: z.string(), name: z.string(), phase: z.int() }),
});

/** What every alert of a budget tells machines. */
export const budgetData = z.strictObject({
  month: z.string(),
  amountUsd: z.number(),
  spentUsd: z.number(),
  forecastUsd: z.number().nullable(),
});
export type BudgetData = z.output<typeof budgetData>;

/** What every alert of a domain tells machines. */
export const domainData = z.strictObject({
  domain: z.string(),
  /** Where its TXT record stands. */
  record: z.string(),
  /** How many daily checks in a row have missed it. */
  missedChecks: z.int(),
});

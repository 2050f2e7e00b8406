import { z } from "zod";
import type { MetricFinding } from "./findings";

/** The evidence stored with an automatic rollback: findings, first look and last look. */
export type GuardEvidence = {
  findings: MetricFinding[];
  /** The first look that read as worse, and the one that triggered the rollback. */
  firstHitAt: string;
  checkedAt: string;
  baselineVersion: number | null;
};

const side = z.looseObject({ version: z.number(), value: z.number().nullable(), n: z.number() });
const finding = z.looseObject({
  metric: z.string(),
  label: z.string(),
  kind: z.enum(["rate", "mean"]),
  worse: z.enum(["lower", "higher"]),
  current: side,
  baseline: side.nullable(),
  needed: z.number(),
  reading: z.string(),
  worsening: z.number().nullable(),
  p: z.number().nullable(),
});
const kept = z.looseObject({
  guard: z.looseObject({
    findings: z.array(finding.transform((found) => found as unknown as MetricFinding)),
    firstHitAt: z.string(),
    checkedAt: z.string(),
    baselineVersion: z.number().nullable(),
  }),
});

/** A guard's part of a release's evidence; null where no guard made it. Pure. */
export function readGuardEvidence(evidence: unknown): GuardEvidence | null {
  const { data } = kept.safeParse(evidence);
  if (!data) return null;
  const { findings, firstHitAt, checkedAt, baselineVersion } = data.guard;
  return { findings, firstHitAt, checkedAt, baselineVersion };
}

import { isRecord } from "@/lib/core/records";
import type { MetricFinding } from "./findings";

/** The evidence stored with an automatic rollback: findings, first check and last check. */
export type GuardEvidence = {
  findings: MetricFinding[];
  /** The first check that found it worse, and the check that triggered the rollback. */
  firstHitAt: string;
  checkedAt: string;
  baselineVersion: number | null;
};

const isNumberOrNull = (value: unknown) => value === null || typeof value === "number";
const isSide = (value: unknown) =>
  isRecord(value) && typeof value.version === "number" && isNumberOrNull(value.value) && typeof value.n === "number";

// Validated by hand: pages read evidence in the browser, where a schema library would add more code than the rest of
// the page.
const isFinding = (value: unknown): value is MetricFinding =>
  isRecord(value) &&
  typeof value.metric === "string" &&
  typeof value.label === "string" &&
  (value.kind === "rate" || value.kind === "mean") &&
  (value.worse === "lower" || value.worse === "higher") &&
  isSide(value.current) &&
  (value.baseline === null || isSide(value.baseline)) &&
  typeof value.needed === "number" &&
  typeof value.reading === "string" &&
  isNumberOrNull(value.worsening) &&
  isNumberOrNull(value.p);

/** The guard's part of a release's evidence; null if the release was not made by a guard. Pure. */
export function readGuardEvidence(evidence: unknown): GuardEvidence | null {
  const guard = isRecord(evidence) ? evidence.guard : null;
  if (!isRecord(guard) || !Array.isArray(guard.findings) || !guard.findings.every(isFinding)) return null;
  const { findings, firstHitAt, checkedAt, baselineVersion } = guard;
  if (typeof firstHitAt !== "string" || typeof checkedAt !== "string") return null;
  if (baselineVersion !== null && typeof baselineVersion !== "number") return null;
  return { findings, firstHitAt, checkedAt, baselineVersion };
}

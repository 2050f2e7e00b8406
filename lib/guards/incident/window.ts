import { minuteMs } from "@/lib/core/milliseconds";
import { anytimeP, logEvidenceOfShift } from "@/lib/experiments/statistics";
import { testsThatShareAlpha } from "../compare";
import type { MetricFinding } from "../findings";

/** The time shown before and after the moment. */
export const incidentRanges = ["15m", "2h", "1d"] as const;
export type IncidentRange = (typeof incidentRanges)[number];

const halves: Record<IncidentRange, number> = { "15m": 15, "2h": 120, "1d": 1440 };
const steps = 30;

/** Times are in Unix milliseconds. In the shortest range a step is a minute. */
export type IncidentSpan = { from: number; to: number; stepMs: number };

/** A span of thirty steps around a time, starting at a full minute. Pure. */
export function incidentSpan(range: IncidentRange, around: number): IncidentSpan {
  const half = halves[range] * minuteMs;
  const from = Math.floor(around / minuteMs) * minuteMs - half;
  return { from, to: from + 2 * half, stepMs: (2 * half) / steps };
}

/** Scored answers in a step. `isOwn`: of the released version, since its release. Step −1 has those before the span. */
export type StepCount = { step: number; isOwn: boolean; n: number; bad: number };

/**
 * A step of the chart. `counted` is the running count of the released version at the end of the step; null before the
 * release and in the future.
 */
export type IncidentStep = {
  at: number;
  good: number;
  bad: number;
  counted: { n: number; bad: number; boundary: number | null; expected: number | null } | null;
};

type BaselineCount = { bad: number; total: number };
type Rule = { before: BaselineCount | null; alpha: number; metrics: number; window: number };

/**
 * The number of bad answers, of n, at which the sequential test of a guard alerts. Null if no number does, or if the
 * window of the test no longer covers all answers since the release. Each answer counts once. Pure.
 */
export function boundaryOf(n: number, { before, alpha, metrics, window }: Rule): number | null {
  if (!before || before.total === 0 || n === 0 || n > window) return null;
  const previous = { successes: before.bad, total: before.total };
  const alerts = (bad: number) =>
    bad / n > before.bad / before.total &&
    anytimeP(logEvidenceOfShift(previous, { successes: bad, total: n }, { worse: "higher" })) *
      testsThatShareAlpha *
      metrics <=
      alpha;
  if (!alerts(n)) return null;
  let [low, high] = [0, n];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (alerts(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * The bad answers of the previous version, from a finding; null if the metric is a mean or there was no baseline. Pure.
 */
export function badBefore({
  kind,
  worse,
  baseline,
}: Pick<MetricFinding, "kind" | "worse" | "baseline">): BaselineCount | null {
  if (kind !== "rate" || !baseline || baseline.value === null) return null;
  const share = worse === "lower" ? 1 - baseline.value : baseline.value;
  return { bad: share * baseline.n, total: baseline.n };
}

type IncidentPeriod = { releasedAt: number; until: number; rule: Rule };

/**
 * The steps of a span: answers of all versions, and the running count of bad answers of the released version with its
 * boundary. Pure.
 */
export function toSteps(
  counts: readonly StepCount[],
  { from, stepMs }: IncidentSpan,
  { releasedAt, until, rule }: IncidentPeriod,
): IncidentStep[] {
  const first = counts.find((one) => one.step < 0 && one.isOwn);
  let [n, bad] = [first?.n ?? 0, first?.bad ?? 0];
  return Array.from({ length: steps }, (_, step) => {
    const at = from + step * stepMs;
    const here = counts.filter((one) => one.step === step);
    const own = here.find(({ isOwn }) => isOwn);
    n += own?.n ?? 0;
    bad += own?.bad ?? 0;
    const wrong = here.reduce((sum, one) => sum + one.bad, 0);
    const isShown = at + stepMs > releasedAt && at < until;
    const expected = rule.before && rule.before.total > 0 ? (rule.before.bad / rule.before.total) * n : null;
    return {
      at,
      good: here.reduce((sum, one) => sum + one.n, 0) - wrong,
      bad: wrong,
      counted: isShown ? { n, bad, boundary: boundaryOf(n, rule), expected } : null,
    };
  });
}

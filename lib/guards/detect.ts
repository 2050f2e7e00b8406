import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import type { LiveSide, MeasuredSide } from "@/lib/evaluation/online/types";
import { holm } from "@/lib/experiments/statistics";
import { alarmP, betterP, comparisonP, hasSharedIds, lineP, type Progress, progressOf, type Sides } from "./compare";
import { marginOf } from "./describe-guard";
import { isRateMetric } from "./finding-words";
import type { CheckOutcome, Evidence, FindingSide, MetricFinding, Reading } from "./findings";
import type { GuardFields, GuardMetric } from "./schema";

/** A metric with a larger share of judgements without a verdict is inconclusive. */
const mostInvalid = 0.1;
/** The minimum number of judgements to compute the share. */
const fewestJudged = 20;
/** A rollback needs α / 10: a false alert only costs attention, a false rollback replaces a good version. */
const actingShare = 0.1;

/** A metric with both sides of its series. `baseline` is null if there is no version to compare with. */
export type ComparedMetric = {
  metric: LiveMetric;
  label: string;
  series: string;
  current: MeasuredSide;
  baseline: MeasuredSide | null;
  isConcurrent: boolean;
};

type Rules = Pick<GuardFields, "metrics" | "window" | "alpha" | "minimumPerSide" | "critical">;

/** The p-values of a metric at a check; null if not tested. Valid at every check, before correction over metrics. */
type Tests = { alarm: number | null; better: number | null; floor: number | null; alertLine: number | null };

/** One metric, tested with all users, and without the user who makes the current side worst or the baseline best. */
type MetricTests = {
  rule: GuardMetric;
  finding: MetricFinding;
  isInconclusive: boolean;
  tests: Tests;
  without: { sides: Partial<Sides>; tests: Tests }[];
};

/**
 * Makes one finding per watched metric. A metric is worse if the evidence against "not worse than the previous version"
 * passed α at any check so far, corrected over the metrics (Holm), and the measured change exceeds the margin. `before`
 * are the findings of the last check of the same release. Pure.
 */
export function detect(
  rules: Rules,
  compared: readonly ComparedMetric[],
  before: readonly MetricFinding[] = [],
): MetricFinding[] {
  const measured = rules.metrics.flatMap((rule) => {
    const one = compared.find(({ metric }) => metric === rule.name);
    return one ? [testMetric(rules, rule, one, evidenceBefore(before, one))] : [];
  });
  const correct = (key: keyof Tests) => corrected(measured.map(({ tests }) => tests[key]));
  const [alarm, floor, alertLine] = [correct("alarm"), correct("floor"), correct("alertLine")];
  return measured.map((one, index) =>
    read(rules, {
      ...one,
      tests: {
        ...one.tests,
        alarm: alarm[index] ?? null,
        floor: floor[index] ?? null,
        alertLine: alertLine[index] ?? null,
      },
    }),
  );
}

/** The outcome of a check from its findings, independent of earlier ones. Pure. */
export function outcomeOf(findings: readonly MetricFinding[]): Exclude<CheckOutcome, "cooling_down"> {
  const has = (...readings: Reading[]) => findings.some(({ reading }) => readings.includes(reading));
  if (has("critical")) return "critical";
  if (has("worse")) return "worse";
  if (has("inconclusive")) return "inconclusive";
  const hasLine = ({ alertLine, floor }: MetricFinding) => alertLine !== null || floor !== null;
  if (has("better", "same", "not_clear")) return "ok";
  return findings.some((one) => one.reading === "no_baseline" && hasLine(one)) ? "ok" : "waiting";
}

/** Holm's correction over the tested metrics. Null stays null. */
function corrected(all: readonly (number | null)[]): (number | null)[] {
  const adjusted = holm(all.filter((p) => p !== null));
  let next = 0;
  return all.map((p) => (p === null ? null : (adjusted[next++] ?? null)));
}

const noEvidence: Evidence = { p: 1, withoutOne: 1, milestones: 0 };

/**
 * The evidence of earlier checks of the same comparison. Evidence that was reached once stays valid (Ville's
 * inequality).
 */
function evidenceBefore(before: readonly MetricFinding[], { metric, series, isConcurrent }: ComparedMetric): Evidence {
  const same = before.find(
    (one) => one.metric === metric && one.series === series && one.isConcurrent === isConcurrent,
  );
  return same?.evidence ?? noEvidence;
}

function testMetric(rules: Rules, rule: GuardMetric, one: ComparedMetric, before: Evidence): MetricTests {
  const { metric, label, series, isConcurrent } = one;
  const kind = isRateMetric(metric) ? "rate" : "mean";
  const [current, baseline] = [asEmptyIfMalformed(one.current), one.baseline && asEmptyIfMalformed(one.baseline)];
  const invalidShare = Math.max(invalidOf(current), baseline ? invalidOf(baseline) : 0);
  const isInconclusive = invalidShare > mostInvalid;
  const progress = progressOf(current, rules.window, before.milestones);
  const run = (sides: Partial<Sides>) => (isInconclusive ? untested : test(kind, rule, sides, progress));
  const sides = { current, ...(baseline && { baseline }) };
  const tests = run(sides);
  // The sides without one user are computed only if there would be an alert.
  const isNews = [tests.alarm, tests.floor, tests.alertLine, before.p].some((p) => p !== null && p <= rules.alpha);
  const without = isNews ? leftOut(rule, one, sides).map((left) => ({ sides: left, tests: run(left) })) : [];
  const withoutOne = without.length > 0 ? Math.max(...without.map((left) => left.tests.alarm ?? 1)) : 1;
  const evidence: Evidence = {
    p: Math.min(before.p, tests.alarm ?? 1),
    withoutOne: Math.min(before.withoutOne, withoutOne),
    milestones: isInconclusive ? before.milestones : Math.max(before.milestones, progress.milestone),
  };
  const isCompared = baseline !== null && baseline.n > 0 && current.n > 0 && !isInconclusive;
  return {
    rule,
    isInconclusive,
    tests: { ...tests, alarm: tests.alarm === null ? null : evidence.p },
    without,
    finding: {
      metric,
      label,
      kind,
      worse: rule.worse,
      series,
      isConcurrent,
      invalidShare,
      current: toFindingSide(kind, current),
      baseline: baseline && toFindingSide(kind, baseline),
      needed: rules.minimumPerSide,
      worsening: baseline && worseningOf(kind, rule.worse, baseline, current),
      p: isCompared ? comparisonP(kind, rule.worse, { baseline, current }) : null,
      alarmP: null,
      evidence,
      margin: marginOf(rule),
      critical: rule.critical ?? rules.critical,
      alertLine: rule.alertLine ?? null,
      floor: rule.floor ?? null,
      crossed: null,
      hangsOnOneUser: false,
      reading: "waiting",
    },
  };
}

const untested: Tests = { alarm: null, better: null, floor: null, alertLine: null };

function test(kind: Kind, rule: GuardMetric, { current, baseline }: Partial<Sides>, progress: Progress): Tests {
  const { worse, floor, alertLine } = rule;
  if (!current || current.n === 0) return untested;
  const past = (line: number | undefined) =>
    line === undefined ? null : lineP(kind, worse, { line, isFull: progress.isFull }, current);
  const lines = { floor: past(floor), alertLine: past(alertLine) };
  if (!baseline || baseline.n === 0) return { ...untested, ...lines };
  const sides = { current, baseline };
  return { ...lines, alarm: alarmP(kind, worse, sides, progress), better: betterP(kind, worse, sides, progress) };
}

/** The sides without the user who makes the current one worst, and without the user who makes the baseline best. */
function leftOut(
  { worse }: GuardMetric,
  { current, baseline }: ComparedMetric,
  sides: Partial<Sides>,
): Partial<Sides>[] {
  const [pessimistic, optimistic] =
    worse === "lower" ? (["lowering", "raising"] as const) : (["raising", "lowering"] as const);
  const now = current.without ? [{ ...sides, current: asEmptyIfMalformed(current.without[pessimistic]) }] : [];
  const then = baseline?.without ? [{ ...sides, baseline: asEmptyIfMalformed(baseline.without[optimistic]) }] : [];
  return [...now, ...then];
}

/** A side with invalid numbers counts as a side without scores. */
function asEmptyIfMalformed<Side extends LiveSide>(side: Side): Side {
  const { n, counted, passed, mean, sd, invalid, designEffect } = side;
  const isSound =
    [n, counted, passed, mean, sd].every(Number.isFinite) && n > 0 && passed >= 0 && passed <= n && sd >= 0;
  return {
    ...side,
    ...(isSound ? null : { n: 0, counted: 0, users: 0, passed: 0, mean: 0, sd: 0 }),
    invalid: Number.isFinite(invalid) ? Math.max(0, invalid) : 0,
    designEffect: Number.isFinite(designEffect) ? Math.max(1, designEffect) : 1,
  };
}

function invalidOf({ n, invalid }: LiveSide): number {
  return n + invalid >= fewestJudged ? invalid / (n + invalid) : 0;
}

type Kind = MetricFinding["kind"];
const valueIn = (kind: Kind, { counted, passed, mean }: LiveSide) =>
  counted === 0 ? null : kind === "rate" ? passed / counted : mean;

export const toFindingSide = (kind: Kind, side: LiveSide): FindingSide => {
  const { version, n, users, effectiveUsers, young, from, to } = side;
  const counted = { version, value: valueIn(kind, side), n, users, effectiveUsers: Math.round(effectiveUsers), young };
  return { ...counted, ...(from !== null && to !== null && { from, to }) };
};

/** The divisor of a relative change: the previous mean, or the current one if the previous mean is 0. */
const scaleOf = (baseline: LiveSide, current: LiveSide) => Math.abs(baseline.mean) || Math.abs(current.mean) || 1;

export function worseningOf(
  kind: Kind,
  worse: GuardMetric["worse"],
  baseline: LiveSide,
  current: LiveSide,
): number | null {
  const [before, now] = [valueIn(kind, baseline), valueIn(kind, current)];
  if (before === null || now === null) return null;
  const worsening = worse === "lower" ? before - now : now - before;
  return kind === "rate" ? worsening : worsening / scaleOf(baseline, current);
}

function read(rules: Rules, one: MetricTests): MetricFinding {
  const { finding, tests } = one;
  const isBelow = (p: number | null, level: number) => p !== null && p <= level;
  const { alpha } = rules;
  const crossed = isBelow(tests.floor, alpha) ? "floor" : isBelow(tests.alertLine, alpha) ? "alertLine" : null;
  const reading = readingOf(rules, one, crossed);
  const isBad = reading === "worse" || reading === "critical";
  const isConfirmed = isBad && isBadWithoutOneUser(rules, one, reading);
  return {
    ...finding,
    alarmP: tests.alarm,
    crossed,
    hangsOnOneUser: isBad && !isConfirmed,
    // A rollback must not depend on one user.
    reading: reading === "critical" && !isConfirmed ? "worse" : reading,
  };
}

/**
 * Whether the reading stays the same without the most influential user of either side, tested at the first and
 * strictest step of Holm's method.
 */
function isBadWithoutOneUser(
  rules: Rules,
  { rule, finding, without }: MetricTests,
  reading: "worse" | "critical",
): boolean {
  if (without.length === 0) return true;
  const level = (rules.alpha * (reading === "critical" ? actingShare : 1)) / rules.metrics.length;
  const isBelow = (p: number | null) => p !== null && p <= level;
  const isShared = without.some(({ sides }) => sides.baseline && hasSharedIds(sides.baseline));
  if (isShared) return false;
  if (isBelow(finding.evidence?.withoutOne ?? 1)) {
    const size = reading === "critical" ? finding.critical : finding.margin;
    const worsening = ({ current, baseline }: Partial<Sides>) =>
      current && baseline ? (worseningOf(finding.kind, rule.worse, baseline, current) ?? 0) : 0;
    if (without.every(({ sides }) => worsening(sides) >= size)) return true;
  }
  // A limit applies only to the current side.
  return without.every(({ tests }) => isBelow(tests.floor) || (reading === "worse" && isBelow(tests.alertLine)));
}

function readingOf(
  { alpha }: Rules,
  { rule, finding, isInconclusive, tests }: MetricTests,
  crossed: MetricFinding["crossed"],
): Reading {
  const { current, baseline, needed, worsening, margin, critical } = finding;
  const isBelow = (p: number | null, share = 1) => p !== null && p <= alpha * share;
  if (isInconclusive) return "inconclusive";
  if (current.n === 0) return "waiting";
  if (isBelow(tests.better)) return "better";
  const isPast = ({ value }: FindingSide) =>
    rule.floor !== undefined && value !== null && (rule.worse === "lower" ? value < rule.floor : value > rule.floor);
  const isWorse = isBelow(tests.alarm) && worsening !== null && worsening >= margin;
  if (isWorse && isBelow(tests.alarm, actingShare) && (worsening >= critical || isPast(current))) return "critical";
  // A rollback does not help if the previous version is beyond the floor too.
  const isBaselinePast = baseline !== null && baseline.n >= needed && isPast(baseline);
  if (isBelow(tests.floor, actingShare) && !isBaselinePast) return "critical";
  if (isWorse || crossed) return "worse";
  // The minimum applies before a version counts as healthy. A worse one is reported earlier.
  if (current.n < needed) return "waiting";
  if (baseline === null) return "no_baseline";
  if (baseline.n < needed) return "waiting";
  return worsening !== null && worsening >= margin ? "not_clear" : "same";
}

import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import type { LiveSide } from "@/lib/evaluation/online/types";
import { holm, pastLineMean, pastLineProportion, worseMean, worseProportion } from "@/lib/experiments/statistics";
import { marginOf } from "./describe-guard";
import { isRateMetric } from "./finding-words";
import type { CheckOutcome, FindingSide, MetricFinding, Reading } from "./findings";
import type { GuardFields, GuardMetric } from "./schema";

/** Judgements without a verdict, as a share of all: past it, a metric says nothing. */
const mostInvalid = 0.1;
/** Of so few judgements a share says nothing. */
const fewestJudged = 20;
/** Rolling back asks for α / 10: a false alert costs a look, a false rollback takes somebody's work off the air. */
const actingShare = 0.1;
/** While its first window fills, a version is looked at a few dozen times; after that, for as long as it is live. */
export const looksToCome = 1_000;

/** A metric with both sides of its series; `baseline` null: there is no version to compare with. */
export type ComparedMetric = {
  metric: LiveMetric;
  label: string;
  series: string;
  current: LiveSide;
  baseline: LiveSide | null;
  isConcurrent: boolean;
};

type Rules = Pick<GuardFields, "metrics" | "window" | "alpha" | "minimumPerSide" | "critical">;

/** One metric measured, before its p-values are corrected; null: not tested. */
type Measured = {
  rule: GuardMetric;
  finding: MetricFinding;
  isInconclusive: boolean;
  isComparable: boolean;
  p: number | null;
  pBetter: number | null;
  pFloor: number | null;
  pAlertLine: number | null;
};

/**
 * What the sides say of every metric the guard watches: it is worse when the one-sided test against the version before
 * is significant, corrected over the metrics (Holm) and over the looks still to come, and what was seen exceeds the
 * margin. Pure.
 */
export function detect(rules: Rules, compared: readonly ComparedMetric[]): MetricFinding[] {
  const measured = rules.metrics.flatMap((rule) => {
    const one = compared.find(({ metric }) => metric === rule.name);
    return one ? [measure(rules, rule, one)] : [];
  });
  const [p, pFloor, pAlertLine] = [
    corrected(measured.map((one) => one.p)),
    corrected(measured.map((one) => one.pFloor)),
    corrected(measured.map((one) => one.pAlertLine)),
  ];
  return measured.map((one, index) => {
    const all = { ...one, p: p[index] ?? null, pFloor: pFloor[index] ?? null, pAlertLine: pAlertLine[index] ?? null };
    return read(rules, all);
  });
}

/** What findings come to, before it is known whether it is for the first time. Pure. */
export function outcomeOf(findings: readonly MetricFinding[]): CheckOutcome {
  const has = (...readings: Reading[]) => findings.some(({ reading }) => readings.includes(reading));
  if (has("critical")) return "critical";
  if (has("worse")) return "worse";
  if (has("inconclusive")) return "inconclusive";
  const hasLine = ({ alertLine, floor }: MetricFinding) => alertLine !== null || floor !== null;
  if (has("better", "same", "not_clear")) return "ok";
  return findings.some((one) => one.reading === "no_baseline" && hasLine(one)) ? "ok" : "waiting";
}

/** Holm over what was tested; what was not stays null and costs nothing. */
function corrected(all: readonly (number | null)[]): (number | null)[] {
  const adjusted = holm(all.filter((p) => p !== null));
  let next = 0;
  return all.map((p) => (p === null ? null : (adjusted[next++] ?? null)));
}

function measure(rules: Rules, rule: GuardMetric, one: ComparedMetric): Measured {
  const { metric, label, series, isConcurrent } = one;
  const kind = isRateMetric(metric) ? "rate" : "mean";
  const [current, baseline] = [sound(one.current), one.baseline && sound(one.baseline)];
  const invalidShare = Math.max(invalidOf(current), baseline ? invalidOf(baseline) : 0);
  const isInconclusive = invalidShare > mostInvalid;
  const isEnough = current.n >= rules.minimumPerSide && !isInconclusive;
  const isComparable = isEnough && baseline !== null && baseline.n >= rules.minimumPerSide;
  const effect = Math.max(current.designEffect, baseline?.designEffect ?? 1);
  const isFull = current.n + current.invalid >= rules.window;
  const test = baseline && isComparable ? compare(kind, rule, { baseline, current, effect }) : null;
  const overLooks = (p: number) => (isFull ? Math.min(1, p * looksToCome) : p);
  const past = (line: number | undefined) =>
    line === undefined || !isEnough ? null : overLooks(pastLine(kind, { worse: rule.worse, line }, current));
  return {
    rule,
    isInconclusive,
    isComparable,
    p: test && overLooks(test.p),
    pBetter: test?.pBetter ?? null,
    pFloor: past(rule.floor),
    pAlertLine: past(rule.alertLine),
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
      p: null,
      margin: marginOf(rule),
      critical: rule.critical ?? rules.critical,
      alertLine: rule.alertLine ?? null,
      floor: rule.floor ?? null,
      crossed: null,
      reading: "waiting",
    },
  };
}

/** A side whose numbers are none is a side without scores. */
function sound(side: LiveSide): LiveSide {
  const { n, passed, mean, sd, invalid, designEffect } = side;
  const isSound = [n, passed, mean, sd].every(Number.isFinite) && n > 0 && passed >= 0 && passed <= n && sd >= 0;
  return {
    ...side,
    ...(isSound ? {} : { n: 0, users: 0, passed: 0, mean: 0, sd: 0 }),
    invalid: Number.isFinite(invalid) ? Math.max(0, invalid) : 0,
    designEffect: Number.isFinite(designEffect) ? Math.max(1, designEffect) : 1,
  };
}

function invalidOf({ n, invalid }: LiveSide): number {
  return n + invalid >= fewestJudged ? invalid / (n + invalid) : 0;
}

type Kind = MetricFinding["kind"];
const valueIn = (kind: Kind, { n, passed, mean }: LiveSide) => (n === 0 ? null : kind === "rate" ? passed / n : mean);

const toFindingSide = (kind: Kind, side: LiveSide): FindingSide => {
  const { version, n, users } = side;
  return { version, value: valueIn(kind, side), n, users };
};

/** What relative worsening refers to; where the version before had nothing, to what there is now. */
const scaleOf = (baseline: LiveSide, current: LiveSide) => Math.abs(baseline.mean) || Math.abs(current.mean) || 1;

function worseningOf(kind: Kind, worse: GuardMetric["worse"], baseline: LiveSide, current: LiveSide): number | null {
  const [before, now] = [valueIn(kind, baseline), valueIn(kind, current)];
  if (before === null || now === null) return null;
  const worsening = worse === "lower" ? before - now : now - before;
  return kind === "rate" ? worsening : worsening / scaleOf(baseline, current);
}

// Answers of one user are alike: as many independent ones would say as much.
const thinned = ({ n, passed }: LiveSide, effect: number) => {
  const total = Math.max(1, Math.round(n / effect));
  return { successes: Math.min(total, Math.round((passed / n) * total)), total };
};
const summaryOf = ({ n, mean, sd }: LiveSide, effect: number) => ({ n: Math.max(2, n / effect), mean, sd });

type Sides = { baseline: LiveSide; current: LiveSide; effect: number };

function compare(kind: Kind, { worse }: GuardMetric, { baseline, current, effect }: Sides) {
  const better = worse === "lower" ? "higher" : "lower";
  if (kind === "rate") {
    const [before, now] = [thinned(baseline, effect), thinned(current, effect)];
    return { p: worseProportion(before, now, { worse }).p, pBetter: worseProportion(before, now, { worse: better }).p };
  }
  const [before, now] = [summaryOf(baseline, effect), summaryOf(current, effect)];
  const [bad, good] = [worseMean(before, now, { worse }), worseMean(before, now, { worse: better })];
  // Values all alike on both sides leave no doubt.
  if (baseline.sd === 0 && current.sd === 0)
    return { p: bad.worsening > 0 ? 0 : 1, pBetter: good.worsening > 0 ? 0 : 1 };
  return { p: bad.p, pBetter: good.p };
}

function pastLine(kind: Kind, line: { worse: GuardMetric["worse"]; line: number }, current: LiveSide): number {
  const { designEffect } = current;
  if (kind === "rate") return pastLineProportion(thinned(current, designEffect), line).p;
  return pastLineMean(summaryOf(current, designEffect), line).p;
}

function read({ alpha }: Rules, one: Measured): MetricFinding {
  const { finding, p, pFloor, pAlertLine } = one;
  const isBelow = (limit: number | null, share = 1) => limit !== null && limit <= alpha * share;
  const crossed = isBelow(pFloor) ? "floor" : isBelow(pAlertLine) ? "alertLine" : null;
  return { ...finding, p, crossed, reading: readingOf(one, isBelow, crossed) };
}

function readingOf(
  { rule, finding, isInconclusive, isComparable, p, pBetter, pFloor }: Measured,
  isBelow: (p: number | null, share?: number) => boolean,
  crossed: MetricFinding["crossed"],
): Reading {
  const { current, baseline, needed, worsening, margin, critical } = finding;
  if (isInconclusive) return "inconclusive";
  if (current.n < needed) return "waiting";
  if (isBelow(pBetter)) return "better";
  const isPast = ({ value }: FindingSide) =>
    rule.floor !== undefined && value !== null && (rule.worse === "lower" ? value < rule.floor : value > rule.floor);
  const isWorse = isBelow(p) && worsening !== null && worsening >= margin;
  if (isWorse && isBelow(p, actingShare) && (worsening >= critical || isPast(current))) return "critical";
  // Where the version before is past the floor too, going back to it would not help.
  if (isBelow(pFloor, actingShare) && !(isComparable && baseline && isPast(baseline))) return "critical";
  if (isWorse || crossed) return "worse";
  if (baseline === null) return "no_baseline";
  if (!isComparable) return "waiting";
  return worsening !== null && worsening >= margin ? "not_clear" : "same";
}

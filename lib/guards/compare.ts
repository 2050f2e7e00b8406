import type { LiveSide, TailName } from "@/lib/evaluation/online/types";
import {
  alwaysValid,
  anytimeP,
  type Count,
  fisherExact,
  logEvidenceOfShift,
  logEvidencePastLine,
  normalQuantile,
  pastLineMean,
  pastLineProportion,
  worseMean,
  worseProportion,
} from "@/lib/experiments/statistics";
import type { GuardMetric } from "./schema";

/**
 * Below this number of effective users, each user counts as one answer, because the correlation within users cannot be
 * estimated.
 */
const fewUsers = 100;
/**
 * If the previous version has fewer effective users, its user ids are shared by many people. Then answers are counted,
 * and the guard does not roll back.
 */
const sharedIds = 5;
/**
 * A full window is tested repeatedly while the version is live. Bonferroni correction over this many checks (a month at
 * 30 a day).
 */
const looksAtFullWindow = 1_000;
/** The milestones of the group-sequential test while the first window fills, as shares of the window. */
const milestones = [0.2, 0.4, 0.6, 0.8] as const;
/**
 * Three tests share α: the e-process and the group-sequential test while the first window fills, then the test of the
 * full window.
 */
export const testsThatShareAlpha = 3;

/** The factor for the p-value of one comparison at a milestone. */
export const testsInFirstWindow = testsThatShareAlpha * milestones.length;

type Kind = "rate" | "mean";
type Worse = GuardMetric["worse"];
const opposite = (worse: Worse): Worse => (worse === "lower" ? "higher" : "lower");

/** Whether the window is full, the current milestone, and the number of milestones tested in earlier checks. */
export type Progress = { isFull: boolean; milestone: number; milestonesSeen: number };

/** The position of a check in the first window. Each milestone is tested once. Pure. */
export function progressOf({ n, invalid }: LiveSide, window: number, milestonesSeen: number): Progress {
  const milestone = milestones.filter((share) => n + invalid >= share * window).length;
  return { isFull: n + invalid >= window, milestone, milestonesSeen };
}

/** Whether the user ids are shared, so that they do not identify users. */
export const hasSharedIds = (baseline: LiveSide): boolean => baseline.n > 0 && baseline.effectiveUsers < sharedIds;

/** The number of independent answers to which a side's scores are equivalent. */
function worthOf({ counted, effectiveUsers }: LiveSide, effect: number, isShared: boolean): number {
  if (isShared) return counted;
  const worth = counted / effect;
  return effectiveUsers < fewUsers ? Math.min(worth, effectiveUsers) : worth;
}

const scaled = (count: number, of: number, total: number): Count => ({
  successes: of > 0 ? Math.min(total, (count / of) * total) : 0,
  total,
});
const whole = ({ successes, total }: Count): Count => {
  const all = Math.max(1, Math.round(total));
  return { successes: Math.min(all, Math.round(total > 0 ? (successes / total) * all : 0)), total: all };
};

export type Sides = { baseline: LiveSide; current: LiveSide };

/**
 * The counts of both sides: answers that passed, or that are beyond a tail. Divided by the design effect, because the
 * answers of one user are correlated.
 */
function counts({ baseline, current }: Sides, tail: TailName | null): [before: Count, now: Count] {
  const of = (side: LiveSide) =>
    tail === null
      ? { count: side.passed, designEffect: side.designEffect }
      : (side.tails?.[tail] ?? { count: 0, designEffect: 1 });
  const [before, now] = [of(baseline), of(current)];
  const effect = Math.max(before.designEffect, now.designEffect);
  const isShared = hasSharedIds(baseline);
  return [
    scaled(before.count, baseline.counted, worthOf(baseline, effect, isShared)),
    scaled(now.count, current.counted, worthOf(current, effect, isShared)),
  ];
}

const tailsOf = (worse: Worse): TailName[] => (worse === "higher" ? ["above50", "above90"] : ["below50", "below10"]);

/** ln of the mean of e-values, which is an e-value again. The input and the result are logarithms. */
function logMean(values: readonly number[]): number {
  const top = Math.max(...values);
  return Number.isFinite(top)
    ? top + Math.log(values.reduce((sum, value) => sum + Math.exp(value - top), 0) / values.length)
    : top;
}

/** ln of the evidence of a shift; 0 if the current side is not worse, which is conservative. */
function shiftEvidence([before, now]: [Count, Count], worse: Worse): number {
  if (before.total <= 0 || now.total <= 0) return Number.NEGATIVE_INFINITY;
  const change = now.successes / now.total - before.successes / before.total;
  return (worse === "lower" ? -change : change) > 0
    ? logEvidenceOfShift(before, now, { worse })
    : Number.NEGATIVE_INFINITY;
}

/**
 * ln of the evidence that the current side is worse. For means, uses the shares of answers beyond quantiles of the
 * previous version.
 */
function logEvidence(kind: Kind, worse: Worse, sides: Sides): number {
  if (kind === "rate") return shiftEvidence(counts(sides, null), worse);
  return logMean(tailsOf(worse).map((tail) => shiftEvidence(counts(sides, tail), "higher")));
}

/**
 * The displayed one-sided p-value of one comparison at one time. 0 if all values of each side are equal and the sides
 * differ.
 */
export function comparisonP(kind: Kind, worse: Worse, sides: Sides): number {
  const { baseline, current } = sides;
  if (kind === "rate") {
    const [before, now] = counts(sides, null);
    return worseProportion(whole(before), whole(now), { worse }).p;
  }
  if (baseline.sd === 0 && current.sd === 0)
    return (worse === "lower" ? baseline.mean - current.mean : current.mean - baseline.mean) > 0 ? 0 : 1;
  const effect = Math.max(baseline.designEffect, current.designEffect);
  const isShared = hasSharedIds(baseline);
  const summary = (side: LiveSide) => ({
    n: Math.max(2, worthOf(side, effect, isShared)),
    mean: side.mean,
    sd: side.sd,
  });
  return worseMean(summary(baseline), summary(current), { worse }).p;
}

/**
 * The exact one-sided p-value: Fisher's test of the counts; for means of both tails (Bonferroni). Normal approximations
 * are wrong by a factor of up to ten at α / 1,000 for skewed counts and costs.
 */
function exactP(kind: Kind, worse: Worse, sides: Sides): number {
  const fisher = (tail: TailName | null, direction: Worse) => {
    const [before, now] = counts(sides, tail);
    const { pLower, pHigher } = fisherExact(whole(before), whole(now));
    return direction === "lower" ? pLower : pHigher;
  };
  if (kind === "rate") return fisher(null, worse);
  const tails = tailsOf(worse).map((tail) => fisher(tail, "higher"));
  return Math.min(1, tails.length * Math.min(...tails));
}

/**
 * The p-value that the current side is worse, valid at every check of the guard. While the first window fills: the
 * e-process (from the first answer on) or the group-sequential test (at its milestones), each at a third of α. When it
 * is full: a test of the sliding window, with Bonferroni correction over the checks to come.
 */
export function alarmP(kind: Kind, worse: Worse, sides: Sides, progress: Progress): number {
  const { isFull, milestone, milestonesSeen } = progress;
  if (isFull) return Math.min(1, exactP(kind, worse, sides) * looksAtFullWindow * testsThatShareAlpha);
  const sequential = anytimeP(logEvidence(kind, worse, sides));
  const isMilestone = milestone > milestonesSeen;
  const grouped = isMilestone ? exactP(kind, worse, sides) * milestones.length : 1;
  return Math.min(1, testsThatShareAlpha * Math.min(sequential, grouped));
}

/** `alarmP` for the opposite direction. */
export const betterP = (kind: Kind, worse: Worse, sides: Sides, progress: Progress): number =>
  alarmP(kind, opposite(worse), sides, progress);

/** The number of answers for which the interval of a mean against a limit is tightest. */
const tunedFor = 300;
/** The minimum number of independent values to test a mean. */
const fewestValues = 5;

/** The p-value that a value is beyond a line, on its worse side, valid at every check. */
export function lineP(kind: Kind, worse: Worse, { line, isFull }: { line: number; isFull: boolean }, side: LiveSide) {
  const worth = worthOf(side, side.designEffect, false);
  if (worth <= 0) return 1;
  const overLooks = (p: number) => Math.min(1, p * looksAtFullWindow);
  if (kind === "rate") {
    const count = scaled(side.passed, side.counted, worth);
    return isFull
      ? overLooks(pastLineProportion(whole(count), { worse, line }).p)
      : anytimeP(logEvidencePastLine(count, { worse, line }));
  }
  if (worth < fewestValues) return 1;
  const { p } = pastLineMean({ n: worth, mean: side.mean, sd: side.sd }, { worse, line });
  if (isFull || side.sd === 0) return isFull ? overLooks(p) : p;
  // Student's p-value as a standard normal value. It accounts for the wide tails of a small sample.
  const z = Math.max(0, normalQuantile(1 - Math.max(p, 1e-300)));
  return alwaysValid({ difference: z, standardError: 1, n: worth, alpha: 0.01, tuningN: tunedFor }).p;
}

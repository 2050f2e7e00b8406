import gammaln from "@stdlib/math-base-special-gammaln";
import type { Count, Worse } from "./types";

/**
 * The alternatives of the e-value: shifts of the log odds of a bad outcome, each with its weight. They turn 10 % into
 * 15, 20, 33, 69 and 98 %. A weight w of the true shift costs ln 1/w of the evidence.
 */
const bets = [
  { shift: 0.45, share: 0.2 },
  { shift: 0.85, share: 0.4 },
  { shift: 1.5, share: 0.2 },
  { shift: 3, share: 0.1 },
  { shift: 6, share: 0.1 },
] as const;

/** Counts of bad and good outcomes. They may be fractions, because counts are divided by a design effect. */
type Outcomes = { bad: number; good: number };

const outcomesOf = ({ successes, total }: Count, worse: Worse): Outcomes => {
  const [ones, rest] = [Math.min(total, Math.max(0, successes)), total - Math.min(total, Math.max(0, successes))];
  return worse === "higher" ? { bad: ones, good: rest } : { bad: rest, good: ones };
};

const log1pExp = (x: number) => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

function logSumExp(values: readonly number[]): number {
  const top = Math.max(...values);
  return top + Math.log(values.reduce((sum, value) => sum + Math.exp(value - top), 0));
}

/** ln of the likelihood of outcomes at log odds `x` of a bad one. */
const logLikelihood = ({ bad, good }: Outcomes, x: number) => bad * x - (bad + good) * log1pExp(x);

/** The maximum of the concave log integrand, by Newton's method with limited steps. */
function peakOf(before: Outcomes, now: Outcomes, shift: number): number {
  const total = before.bad + before.good + now.bad + now.good;
  let x = Math.log((before.bad + now.bad) / (before.good + now.good)) || 0;
  for (let step = 0; step < 50; step++) {
    const [p, q] = [sigmoid(x), sigmoid(x + shift)];
    const slope = before.bad - (before.bad + before.good) * p + now.bad - (now.bad + now.good) * q;
    const bend = (before.bad + before.good) * p * (1 - p) + (now.bad + now.good) * q * (1 - q);
    const move = Math.max(-2, Math.min(2, slope / Math.max(bend, 1e-9)));
    x += move;
    if (Math.abs(move) < 1e-6 * (1 + Math.abs(x)) || total === 0) break;
  }
  return x;
}

/** ln of the likelihood of both sides, with the current odds shifted, integrated over the previous odds. */
function logMarginal(before: Outcomes, now: Outcomes, shift: number): number {
  const at = (x: number) => logLikelihood(before, x) + logLikelihood(now, x + shift);
  const peak = peakOf(before, now, shift);
  const top = at(peak);
  const [p, q] = [sigmoid(peak), sigmoid(peak + shift)];
  const bend = (before.bad + before.good) * p * (1 - p) + (now.bad + now.good) * q * (1 - q);
  const step = Math.min(0.5, 0.6 / Math.sqrt(Math.max(bend, 1e-6)));
  let sum = 1;
  for (const way of [-step, step])
    for (let x = peak + way, n = 0; n < 400; x += way, n++) {
      const term = Math.exp(at(x) - top);
      sum += term;
      if (term < 1e-9) break;
    }
  return top + Math.log(sum * step);
}

/**
 * The natural logarithm of an e-value against "the current rate is not worse than the previous one": the likelihood of
 * the current outcomes at the previous odds, shifted to the worse by a mixture, divided by the unshifted one, averaged
 * over the posterior of the previous odds (Jeffreys prior). It is a mixture of likelihood ratios, so it is a martingale
 * under the null at any number and time of checks: P(ever ≥ 1/α) ≤ α (Ville). Bets after Waudby-Smith & Ramdas 2024,
 * two samples after Turner, Ly & Grünwald 2022. Returns 0 without evidence, or if a side has no outcomes.
 */
export function logEvidenceOfShift(previous: Count, current: Count, { worse }: { worse: Worse }): number {
  if (!(previous.total > 0) || !(current.total > 0)) return 0;
  const { bad, good } = outcomesOf(previous, worse);
  const [before, now] = [{ bad: bad + 0.5, good: good + 0.5 }, outcomesOf(current, worse)];
  const logBeta = (a: number, b: number) => gammaln(a) + gammaln(b) - gammaln(a + b);
  const unshifted = logBeta(before.bad + now.bad, before.good + now.good);
  const shifted = logSumExp(bets.map(({ shift, share }) => Math.log(share) + logMarginal(before, now, shift)));
  return shifted - unshifted;
}

/**
 * The logarithm of an e-value against "the rate is not beyond a line, on its worse side" (0 < line < 1). Needs no
 * previous version.
 */
export function logEvidencePastLine(current: Count, { worse, line }: { worse: Worse; line: number }): number {
  if (!(current.total > 0)) return 0;
  const now = outcomesOf(current, worse);
  const chance = worse === "higher" ? line : 1 - line;
  if (chance >= 1) return 0;
  if (chance <= 0) return now.bad > 0 ? Number.POSITIVE_INFINITY : 0;
  const odds = Math.log(chance / (1 - chance));
  const shifted = logSumExp(bets.map(({ shift, share }) => Math.log(share) + logLikelihood(now, odds + shift)));
  return shifted - logLikelihood(now, odds);
}

/** The p-value of an e-value, valid at every check (Ville): 1 / E, at most 1. */
export const anytimeP = (logEvidence: number): number => Math.min(1, Math.exp(-Math.max(0, logEvidence)));

import {
  type Count,
  compareProportions,
  type Interval,
  newcombe,
  newcombeZ,
  normalSurvival,
  normalTwoSided,
  ratioOf,
} from "../statistics";
import type { RatioSums } from "../totals";

export type Tested<Test extends string = string> = {
  /** B − A. */
  difference: number;
  interval: Interval;
  test: Test;
  /** Two-sided. */
  p: number;
};

/** Whether every user has exactly one answer. Then answers are independent, and the classic tests apply. */
export const isOneEach = ({ users, b, bb }: RatioSums) => b === users && bb === users;

const fewest = 5;
const hitsOf = ({ v, b }: RatioSums) => Math.min(v, b);

const pooled = (a: RatioSums, b: RatioSums): RatioSums => ({
  users: a.users + b.users,
  usersWith: a.usersWith + b.usersWith,
  b: a.b + b.b,
  v: a.v + b.v,
  bb: a.bb + b.bb,
  vv: a.vv + b.vv,
  bv: a.bv + b.bv,
});

/**
 * The answers of each arm divided by its design effect: the equivalent number of independent answers. Both the test and
 * the interval of a rate use these counts. With fewer than five events (or misses), the design effect of an arm cannot
 * be estimated. The arm then gets that of both arms together, if it is larger.
 */
export function effectiveCounts(a: RatioSums, b: RatioSums): { a: Count; b: Count } {
  const plain = (sums: RatioSums): Count => ({ successes: hitsOf(sums), total: sums.b });
  if (isOneEach(a) && isOneEach(b)) return { a: plain(a), b: plain(b) };
  const together = ratioOf(pooled(a, b)).designEffect;
  const thin = (sums: RatioSums): Count => {
    const own = Math.max(1, ratioOf(sums).designEffect);
    const rarer = Math.min(hitsOf(sums), sums.b - hitsOf(sums)) / own;
    const effect = rarer < fewest ? Math.max(own, together) : own;
    return { successes: hitsOf(sums) / effect, total: sums.b / effect };
  };
  return { a: thin(a), b: thin(b) };
}

const includes = ([low, high]: Interval, value: number) => low <= value && value <= high;

/**
 * Chi-squared and Fisher's test are close to Newcombe's interval, but not its exact counterpart. If they disagree, the
 * more cautious one is used for both.
 */
function reconciled(p: number, interval: Interval, confidence: number): { p: number; interval: Interval } {
  const alpha = 1 - confidence;
  if (p < alpha) return { p: includes(interval, 0) ? alpha : p, interval };
  const [low, high] = interval;
  return { p, interval: [Math.min(low, 0), Math.max(high, 0)] };
}

/**
 * Compares two rates over answers, B − A. If every user has one answer: chi-squared or Fisher's test with Newcombe's
 * interval. Otherwise: Newcombe's interval of the effective counts, and the p-value at which that interval reaches 0.
 */
export function compareRates(
  a: RatioSums,
  b: RatioSums,
  confidence: number,
): Tested<"chi-squared" | "fisher" | "delta" | "none"> {
  const hits = hitsOf(a) + hitsOf(b);
  const difference = hitsOf(b) / b.b - hitsOf(a) / a.b;
  const counts = effectiveCounts(a, b);
  const interval = newcombe(counts.a, counts.b, confidence);
  if (hits === 0 || hits === a.b + b.b) return { difference, interval, test: "none", p: 1 };
  if (!isOneEach(a) || !isOneEach(b))
    return { difference, interval, test: "delta", p: normalTwoSided(newcombeZ(counts.a, counts.b)) };
  const { p, test } = compareProportions(counts.a, counts.b, { confidence });
  return { difference, test, ...reconciled(p, interval, confidence) };
}

/**
 * One-sided test that B − A is above `margin` (`sign` 1) or below −`margin` (`sign` −1). p is below α exactly if the
 * interval of confidence 1 − 2α is beyond the margin.
 */
export function ratePastMargin(
  a: RatioSums,
  b: RatioSums,
  { sign, margin, confidence }: { sign: 1 | -1; margin: number; confidence: number },
): { p: number; interval: Interval } {
  const counts = effectiveCounts(a, b);
  const z = newcombeZ(counts.a, counts.b, sign * margin);
  return { p: normalSurvival(sign * z), interval: newcombe(counts.a, counts.b, confidence) };
}

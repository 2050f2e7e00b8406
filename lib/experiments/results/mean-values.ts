import {
  certainDifference,
  type Interval,
  normalQuantile,
  normalTwoSided,
  ratioOf,
  tQuantile,
  tTwoSided,
  welchSpread,
} from "../statistics";
import type { RatioSums } from "../totals";
import { isOneEach, type Tested } from "./rates";

/** Arms whose sizes differ by less than this factor keep their own variance. */
const unevenFrom = 1.5;

/**
 * The sum of squared deviations of users from their arm's ratio. Computed from the variance, which treats rounding
 * errors as 0.
 */
const squaresOf = (sums: RatioSums) => (ratioOf(sums).variance * sums.b ** 2 * (sums.users - 1)) / sums.users;

/**
 * The variances of the ratios of two arms. If values are skewed, a small arm seldom contains the large ones, so its
 * mean is low and looks certain too early. Next to a larger arm it therefore gets the pooled variance, if that is
 * larger.
 */
export function cautiousVariances(a: RatioSums, b: RatioSums): [number, number] {
  const own: [number, number] = [ratioOf(a).variance, ratioOf(b).variance];
  if (Math.max(a.b, b.b) < unevenFrom * Math.min(a.b, b.b)) return own;
  const perAnswer = (squaresOf(a) + squaresOf(b)) / (a.b + b.b);
  const shared = ({ users, b: answers }: RatioSums) => ((users / (users - 1)) * perAnswer) / answers;
  return [Math.max(own[0], shared(a)), Math.max(own[1], shared(b))];
}

const summaryOf = ({ users: n, v, vv }: RatioSums) => ({
  n,
  mean: v / n,
  sd: n > 1 ? Math.sqrt(Math.max(0, vv - v ** 2 / n) / (n - 1)) : 0,
});

/**
 * The largest relative difference of two means that is treated as rounding: far above the rounding of double sums, far
 * below a cent.
 */
const roundingShare = 1e-9;

/** B − A. Returns 0 if only rounding differs, so that no test reports a difference. */
function differenceOf(a: RatioSums, b: RatioSums): number {
  const [before, now] = [a.v / a.b, b.v / b.b];
  return Math.abs(now - before) <= roundingShare * Math.max(Math.abs(before), Math.abs(now)) ? 0 : now - before;
}

/** Compares two means, B − A: Welch's test if every user has one value, else a ratio of sums with the delta method. */
export function compareMeans(
  a: RatioSums,
  b: RatioSums,
  confidence: number,
): Tested<"welch" | "delta" | "permutation" | "none"> {
  const difference = differenceOf(a, b);
  const variances = cautiousVariances(a, b);
  const standardError = Math.sqrt(variances[0] + variances[1]);
  const around = (half: number): Interval => [difference - half, difference + half];
  if (Number.isNaN(standardError))
    return { difference, interval: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], test: "none", p: 1 };
  if (standardError === 0) {
    const { p, interval } = certainDifference({ difference, usersA: a.users, usersB: b.users, confidence });
    return { difference, interval, test: p < 1 ? "permutation" : "none", p };
  }
  const spread = isOneEach(a) && isOneEach(b) ? welchSpread(summaryOf(a), summaryOf(b)) : null;
  if (!spread) {
    const half = normalQuantile(0.5 + confidence / 2) * standardError;
    return { difference, interval: around(half), test: "delta", p: normalTwoSided(difference / standardError) };
  }
  const error = Math.max(spread.standardError, standardError);
  const half = tQuantile(0.5 + confidence / 2, spread.df) * error;
  return { difference, interval: around(half), test: "welch", p: tTwoSided(difference / error, spread.df) };
}

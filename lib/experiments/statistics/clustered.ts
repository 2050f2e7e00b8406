import { normalQuantile, normalTwoSided } from "./distributions";
import type { Interval, Unit } from "./types";

/**
 * Sums over an arm's users of a base b (interactions) and a value v (successes, cost). The delta method needs nothing
 * else.
 */
export type RatioMoments = { users: number; b: number; v: number; bb: number; vv: number; bv: number };

export type ClusteredComparison = {
  difference: number;
  standardError: number;
  z: number;
  p: number;
  interval: Interval;
  /**
   * The variance over users divided by that of independent interactions, for A and B. Values above 1.5 are worth
   * reporting.
   */
  designEffect: [number, number];
};

/**
 * The ratio v / b with its variance over users, by the delta method. The design effect is for rates. The variance is
 * NaN with fewer than two users.
 */
export function ratioOf({ users: n, b, v, bb, vv, bv }: RatioMoments): {
  rate: number;
  variance: number;
  designEffect: number;
} {
  if (b === 0 || n < 2) return { rate: b > 0 ? v / b : 0, variance: Number.NaN, designEffect: 1 };
  const rate = v / b;
  const squares = vv - 2 * rate * bv + rate ** 2 * bb;
  // The rest for users with equal values is a rounding error.
  const spread = squares > 1e-12 * (vv + rate ** 2 * bb) ? squares : 0;
  const variance = ((n / (n - 1)) * spread) / b ** 2;
  const independent = (rate * (1 - rate)) / b;
  return { rate, variance, designEffect: independent > 0 ? variance / independent : 1 };
}

function momentsOf(units: readonly Unit[]): RatioMoments {
  const sums = { users: units.length, b: 0, v: 0, bb: 0, vv: 0, bv: 0 };
  for (const { interactions: b, successes: v } of units) {
    sums.b += b;
    sums.v += v;
    sums.bb += b ** 2;
    sums.vv += v ** 2;
    sums.bv += b * v;
  }
  return sums;
}

/**
 * Compares two ratios of sums, B − A, with the user as the unit (Deng et al. 2018). With fewer than two users in an
 * arm, or no variance in either, p is 1 and the interval is unbounded.
 */
export function compareRatios(a: RatioMoments, b: RatioMoments, { confidence = 0.95 } = {}): ClusteredComparison {
  const [ra, rb] = [ratioOf(a), ratioOf(b)];
  const difference = rb.rate - ra.rate;
  const designEffect: [number, number] = [ra.designEffect, rb.designEffect];
  const standardError = Math.sqrt(ra.variance + rb.variance);
  if (!(standardError > 0)) {
    const interval: Interval = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    return { difference, standardError: 0, z: 0, p: 1, interval, designEffect };
  }
  const z = difference / standardError;
  const half = normalQuantile(0.5 + confidence / 2) * standardError;
  const interval: Interval = [difference - half, difference + half];
  return { difference, standardError, z, p: normalTwoSided(z), interval, designEffect };
}

/** Compares two rates over interactions, with the user as the unit and a 95 % interval. */
export function compareClusteredRates(a: Unit[], b: Unit[]): ClusteredComparison {
  return compareRatios(momentsOf(a), momentsOf(b));
}

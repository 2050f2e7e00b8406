import { normalQuantile, normalTwoSided } from "./distributions";
import type { Interval, Unit } from "./types";

export type ClusteredComparison = {
  difference: number;
  standardError: number;
  z: number;
  p: number;
  interval: Interval;
  /** Variance over users against that of independent interactions, for A and B; above 1.5 is worth a word. */
  designEffect: [number, number];
};

/** A rate over interactions, with its variance over users: a ratio of sums by the delta method. */
function ratioOf(units: readonly Unit[]): { rate: number; variance: number; designEffect: number } {
  const n = units.length;
  const interactions = units.reduce((sum, unit) => sum + unit.interactions, 0);
  const successes = units.reduce((sum, unit) => sum + unit.successes, 0);
  if (interactions === 0 || n < 2)
    return { rate: interactions > 0 ? successes / interactions : 0, variance: Number.NaN, designEffect: 1 };
  const rate = successes / interactions;
  const squares = units.reduce((sum, unit) => sum + (unit.successes - rate * unit.interactions) ** 2, 0);
  const variance = ((n / (n - 1)) * squares) / interactions ** 2;
  const independent = (rate * (1 - rate)) / interactions;
  return { rate, variance, designEffect: independent > 0 ? variance / independent : 1 };
}

/**
 * B − A of rates over interactions where the unit is the user (Deng et al. 2018), 95 % interval. With fewer than two
 * users in an arm, or no spread in either, p is 1 and the interval unbounded.
 */
export function compareClusteredRates(a: Unit[], b: Unit[]): ClusteredComparison {
  const [ra, rb] = [ratioOf(a), ratioOf(b)];
  const difference = rb.rate - ra.rate;
  const designEffect: [number, number] = [ra.designEffect, rb.designEffect];
  const standardError = Math.sqrt(ra.variance + rb.variance);
  if (!(standardError > 0)) {
    const interval: Interval = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    return { difference, standardError: 0, z: 0, p: 1, interval, designEffect };
  }
  const z = difference / standardError;
  const half = normalQuantile(0.975) * standardError;
  return {
    difference,
    standardError,
    z,
    p: normalTwoSided(z),
    interval: [difference - half, difference + half],
    designEffect,
  };
}

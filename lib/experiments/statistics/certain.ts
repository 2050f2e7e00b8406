import { logBeta } from "./distributions";
import type { Interval } from "./types";

type DifferenceOptions = { difference: number; usersA: number; usersB: number; confidence: number };

/**
 * Compares two arms in which all values of each arm are equal. There is no variance, so p is the probability of this
 * split among all ways to divide the users (a permutation test). If p is small enough, the interval is only the
 * difference; otherwise it is unbounded.
 */
export function certainDifference({ difference, usersA, usersB, confidence }: DifferenceOptions): {
  p: number;
  interval: Interval;
} {
  const unknown: Interval = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  if (difference === 0 || usersA < 1 || usersB < 1 || !Number.isFinite(difference)) return { p: 1, interval: unknown };
  const logWays = -Math.log(usersA + usersB + 1) - logBeta(usersA + 1, usersB + 1);
  const p = Math.min(1, Math.max(1e-300, 2 * Math.exp(-logWays)));
  return { p, interval: p < 1 - confidence ? [difference, difference] : unknown };
}

import { logBeta } from "./distributions";
import type { Interval } from "./types";

type DifferenceOptions = { difference: number; usersA: number; usersB: number; confidence: number };

/**
 * Values that are all alike in each arm, and differ: no variance, and yet no doubt. The chance of such a split among all
 * ways to divide the users (a permutation test) is the p; where it is small enough, the difference is what it is.
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

import { type LiveSide, type LiveTail, type MeasuredSide, type TailName, tailNames } from "./types";

/** The tracked quantities: `x` is the compared one (value or pass), then the tails. */
const trackedNames = ["x", ...tailNames] as const;
type Tracked = (typeof trackedNames)[number];

/**
 * The scores of one user: `rows` before the cap, `b` after it, their values (`v`), squares (`q`) and ones, and the
 * tracked quantities.
 */
export type UserSums = { rows: number; b: number; v: number; q: number; ones: number } & Record<Tracked, number>;

/** Sums over users. For tracked quantities also squares and products with `b`, which the variance over users needs. */
export type SideSums = {
  users: number;
  rows: number;
  b: number;
  bb: number;
  v: number;
  q: number;
  ones: number;
  tracked: Record<Tracked, { sum: number; squares: number; cross: number }>;
};

export const noSums = (): SideSums => ({
  users: 0,
  rows: 0,
  b: 0,
  bb: 0,
  v: 0,
  q: 0,
  ones: 0,
  tracked: Object.fromEntries(trackedNames.map((name) => [name, { sum: 0, squares: 0, cross: 0 }])) as never,
});

/** Adds a user to the sums, in place. A sign of -1 removes the user. */
export function addUser(sums: SideSums, user: UserSums, sign: 1 | -1 = 1): void {
  const { b } = user;
  sums.users += sign;
  sums.rows += sign * user.rows;
  sums.b += sign * b;
  sums.bb += sign * b * b;
  sums.v += sign * user.v;
  sums.q += sign * user.q;
  sums.ones += sign * user.ones;
  for (const name of trackedNames) {
    const [total, x] = [sums.tracked[name], user[name]];
    total.sum += sign * x;
    total.squares += sign * x * x;
    total.cross += sign * x * b;
  }
}

/** Returns the sums without one user. Pure. */
function withoutUser(sums: SideSums, user: UserSums): SideSums {
  const tracked = trackedNames.map((name) => [name, { ...sums.tracked[name] }]);
  const rest: SideSums = { ...sums, tracked: Object.fromEntries(tracked) };
  addUser(rest, user, -1);
  return rest;
}

/** The facts about a side that are not sums. */
export type SideFacts = {
  version: number;
  /** Whether values are compared (means) instead of passes. */
  isMean: boolean;
  invalid: number;
  young: number;
  from: string | null;
  to: string | null;
};

/** A relative variance below this is rounding error: all values are equal. */
const noSpread = 1e-12;

/** The sample variance (n − 1), from a sum and a sum of squares. */
function varianceOf(n: number, sum: number, squares: number): number {
  const mean = n > 0 ? sum / n : 0;
  const variance = n > 1 ? (squares - n * mean * mean) / (n - 1) : 0;
  return variance > noSpread * mean * mean ? variance : 0;
}

/** Variance of a mean over users (ratio of sums, delta method) divided by that of independent scores. At least 1. */
function designEffectOf({ users, b, bb, tracked }: SideSums, name: Tracked, variance: number): number {
  const { sum, squares, cross } = tracked[name];
  const mean = b > 0 ? sum / b : 0;
  // Rounding can make the result slightly negative if all users are equal.
  const spread = Math.max(0, squares - 2 * mean * cross + mean * mean * bb);
  const ofMean = users > 1 ? ((users / (users - 1)) * spread) / (b * b) : 0;
  return variance > 0 ? Math.max(1, ofMean / (variance / b)) : 1;
}

/** Computes a side from its sums. Pure. */
function sideOf(sums: SideSums, { isMean, ...facts }: SideFacts): LiveSide {
  const { users, rows, b, bb, v, q, ones, tracked } = sums;
  if (users < 1 || b <= 0) return { ...emptySide(facts.version), ...facts };
  const x = tracked.x.sum;
  const tails = tailNames.map((name): [TailName, LiveTail] => {
    const count = Math.min(b, Math.max(0, tracked[name].sum));
    return [name, { count, designEffect: designEffectOf(sums, name, varianceOf(b, count, count)) }];
  });
  return {
    ...facts,
    n: rows,
    users,
    counted: b,
    effectiveUsers: Math.min(users, (b * b) / bb),
    passed: Math.min(b, Math.max(0, ones)),
    mean: v / b,
    sd: Math.sqrt(varianceOf(b, v, q)),
    designEffect: designEffectOf(sums, "x", isMean ? varianceOf(b, x, q) : varianceOf(b, x, x)),
    tails: isMean ? (Object.fromEntries(tails) as Record<TailName, LiveTail>) : null,
  };
}

/** Computes a side with and without its most influential users. Without `extremes`, `without` is null. Pure. */
export function measuredSide(
  sums: SideSums,
  facts: SideFacts,
  extremes: { raising: UserSums; lowering: UserSums } | null,
): MeasuredSide {
  const without = (user: UserSums) => sideOf(withoutUser(sums, user), facts);
  return {
    ...sideOf(sums, facts),
    without: extremes && { raising: without(extremes.raising), lowering: without(extremes.lowering) },
  };
}

/** The side of a version without scores. */
export const emptySide = (version: number): LiveSide => ({
  version,
  n: 0,
  users: 0,
  counted: 0,
  effectiveUsers: 0,
  passed: 0,
  mean: 0,
  sd: 0,
  designEffect: 1,
  tails: null,
  invalid: 0,
  young: 0,
  from: null,
  to: null,
});

import { type RatioMetric, ratioMetrics } from "./metrics";
import type { Interval } from "./statistics";

/**
 * The shares of rated answers, among the answers that are old enough for a rating. The willingness to rate is an
 * outcome too.
 */
export const responseNames = ["thumbs_response", "stars_response"] as const;
/** All metrics with sums of a value over a base. */
export const sumNames = [...ratioMetrics, ...responseNames] as const;
export type SumName = (typeof sumNames)[number];

/**
 * A ratio metric over an arm's users, each with a base b (what is counted over) and a value v. The sums suffice for the
 * delta method, without the users. Includes only users with b > 0.
 */
export type RatioSums = {
  users: number;
  /** Users with v > 0. */
  usersWith: number;
  b: number;
  v: number;
  bb: number;
  vv: number;
  bv: number;
};

/**
 * A distribution of times in ms: quantiles with standard errors that account for correlated answers of the same user.
 */
export type QuantileTotals = {
  count: number;
  users: number;
  p50: number;
  p50StandardError: number;
  /** The intervals of p50 at each of `boundErrors` standard errors of the share below it. Absent in older snapshots. */
  p50Bounds?: Interval[];
  p95: number;
  p95StandardError: number;
  p95Bounds?: Interval[];
  /** The effective number of the random groups of users: how many groups of equal size would have the same weight. */
  effectiveGroups?: number;
};

/** A user with very high values, and their contributions to the arm's sums. */
export type HeavyUser = {
  unitId: string;
  answers: number;
  /** The weight of each answer, above 0 and at most 1. */
  weight: number;
  sums: Partial<Record<SumName, readonly [b: number, v: number]>>;
  /** The arm's times without this user. Only for users with a notable share of the arm's answers. */
  without?: Pick<ArmTotals, "latencyMs" | "ttftMs">;
};

/** The totals of one arm. */
export type ArmTotals = {
  variant: string;
  /**
   * The numbers of exposed users, of those with at least one interaction, and of those also seen with another variant's
   * version.
   */
  users: number;
  usersWithInteractions: number;
  usersInTwoArms: number;
  interactions: number;
  /** A user contributes at most as many answers as the snapshot's cap. */
  ratios: Record<RatioMetric, RatioSums>;
  /** Absent in older snapshots. */
  responses?: Record<(typeof responseNames)[number], RatioSums>;
  /**
   * The users exposed long enough for the primary metric's outcome, and those with an outcome. Absent without an
   * outcome window: all users.
   */
  mature?: { users: number; heard: number };
  heavy?: HeavyUser[];
  /** Users with answers dated before their exposure, because an application's clock is behind. */
  usersEarly?: number;
  /** Null without values. */
  latencyMs: QuantileTotals | null;
  ttftMs: QuantileTotals | null;
};

/** The spans of a user's uses: the first, the second, the third to fifth, and all later ones. */
export const useSpans: readonly { from: number; to: number | null }[] = [
  { from: 1, to: 1 },
  { from: 2, to: 2 },
  { from: 3, to: 5 },
  { from: 6, to: null },
];

/** The minimum number of an arm's users in a span to draw its value and interval. */
export const fewestUsers = 30;

/** The primary metric of the users first exposed on a day (UTC, "2026-11-22"). */
type DayArm = Pick<ArmTotals, "variant" | "users" | "interactions"> & {
  primary?: RatioSums;
  /** In older snapshots: all metrics. */
  ratios?: ArmTotals["ratios"];
};

/** The primary metric of an arm's users in a segment. */
export type SegmentArm = Pick<ArmTotals, "variant" | "users" | "interactions"> & { primary: RatioSums };

/** The contents of a snapshot of an experiment's phase. */
export type ExperimentTotals = {
  arms: ArmTotals[];
  /** The maximum number of a user's answers that count in full. Absent if all do. */
  cap?: number;
  byExposureDay: { day: string; arms: DayArm[] }[];
  /**
   * The primary metric by the user's n-th use, `spans` in the order of `useSpans`. Removed from intermediate snapshots.
   */
  byUse?: { variant: string; spans: RatioSums[] }[];
  /** The primary metric by segment. Removed from intermediate snapshots. */
  bySegment?: { attribute: string; value: string; arms: SegmentArm[] }[];
};

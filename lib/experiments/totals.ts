import { type RatioMetric, ratioMetrics } from "./metrics";

/** How many of the answers old enough for a rating were rated: who answers is an outcome too. */
export const responseNames = ["thumbs_response", "stars_response"] as const;
/** Everything that is summed up as a value over a base. */
export const sumNames = [...ratioMetrics, ...responseNames] as const;
export type SumName = (typeof sumNames)[number];

/**
 * A ratio metric over an arm's users, each with a base b (what it is counted over) and a value v: everything the delta
 * method needs, without the users. Only users with b > 0 are in it.
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

/** A distribution of times in ms: quantiles with standard errors that respect that a user's answers are alike. */
export type QuantileTotals = {
  count: number;
  users: number;
  p50: number;
  p50StandardError: number;
  p95: number;
  p95StandardError: number;
  /** Of the random groups of users: as many as would weigh the same if all had as many values. */
  effectiveGroups?: number;
};

/** A user with more of something than nearly all others of the arm, as they count in its sums. */
export type HeavyUser = {
  unitId: string;
  answers: number;
  /** What each of the answers counts for, above 0 to 1. */
  weight: number;
  sums: Partial<Record<SumName, readonly [b: number, v: number]>>;
};

/** The totals of one arm. */
export type ArmTotals = {
  variant: string;
  /** Users exposed, those with at least one interaction, and those seen with another variant's version too. */
  users: number;
  usersWithInteractions: number;
  usersInTwoArms: number;
  interactions: number;
  /** Users count for as many answers as the snapshot's cap at most. */
  ratios: Record<RatioMetric, RatioSums>;
  /** Absent from snapshots made before ratings were held against answers. */
  responses?: Record<(typeof responseNames)[number], RatioSums>;
  /** Users exposed long enough for the primary metric's outcome, and those with one; absent: no window, all of them. */
  mature?: { users: number; heard: number };
  heavy?: HeavyUser[];
  /** Users with answers dated before their exposure: an application's clock is behind. */
  usersEarly?: number;
  /** Null without a single value. */
  latencyMs: QuantileTotals | null;
  ttftMs: QuantileTotals | null;
};

/** The stretches of a user's uses that are kept apart: the first, the second, third to fifth, and those after. */
export const useSpans: readonly { from: number; to: number | null }[] = [
  { from: 1, to: 1 },
  { from: 2, to: 2 },
  { from: 3, to: 5 },
  { from: 6, to: null },
];

/** Users of a span below which nothing is drawn of an arm, and no interval is said. */
export const fewestUsers = 30;

/** The primary metric of the users first exposed on a day (UTC, "2026-11-22"). */
type DayArm = Pick<ArmTotals, "variant" | "users" | "interactions"> & {
  primary?: RatioSums;
  /** Of snapshots made before: all metrics. */
  ratios?: ArmTotals["ratios"];
};

/** The primary metric of an arm's users in a segment. */
export type SegmentArm = Pick<ArmTotals, "variant" | "users" | "interactions"> & { primary: RatioSums };

/** The contents of a snapshot of an experiment's phase. */
export type ExperimentTotals = {
  arms: ArmTotals[];
  /** The most answers of a user that count in full; absent where all do. */
  cap?: number;
  byExposureDay: { day: string; arms: DayArm[] }[];
  /** The primary metric by the user's n-th use, `spans` in the order of `useSpans`; not kept in snapshots in between. */
  byUse?: { variant: string; spans: RatioSums[] }[];
  /** The primary metric by segment; not kept in snapshots in between. */
  bySegment?: { attribute: string; value: string; arms: SegmentArm[] }[];
};

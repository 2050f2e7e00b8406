import type { RatioMetric } from "./metrics";

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
};

/** What is known of one arm. */
export type ArmTotals = {
  variant: string;
  /** Users exposed, those with at least one interaction, and those seen with another variant's version too. */
  users: number;
  usersWithInteractions: number;
  usersInTwoArms: number;
  interactions: number;
  ratios: Record<RatioMetric, RatioSums>;
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

/** What a snapshot of an experiment's phase holds. */
export type ExperimentTotals = {
  arms: ArmTotals[];
  /** The same by the day (UTC, "2026-11-22") on which users were first exposed; ratios only. */
  byExposureDay: { day: string; arms: Pick<ArmTotals, "variant" | "users" | "interactions" | "ratios">[] }[];
  /** The primary metric by the user's n-th use, `spans` in the order of `useSpans`; not kept in snapshots in between. */
  byUse?: { variant: string; spans: RatioSums[] }[];
};

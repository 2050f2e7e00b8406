import type { LiveMetric } from "./metrics";

/** The number of scores of one version beyond a quantile of the previous version, and the design effect over users. */
export type LiveTail = { count: number; designEffect: number };
/** The quantiles: `above50` counts values above the median of the previous version. */
export const tailNames = ["above50", "above90", "below50", "below10"] as const;
export type TailName = (typeof tailNames)[number];

/**
 * The newest scores of one version on one metric, compared by guards and shown on pages. The scores of a user are
 * capped at the 99th percentile of scores per user (see `caps` in queries/sides.ts).
 */
export type LiveSide = {
  version: number;
  /** The number of scores with a value, and of their users. An interaction without a user counts as its own user. */
  n: number;
  users: number;
  /** The number of scores after the cap per user. Equals `n` if no user is capped. */
  counted: number;
  /** (Σb)² / Σb² over users with b counted scores each: the equivalent number of users with equal use. */
  effectiveUsers: number;
  /** How many of `counted` passed (the ones of a rate). 0 for means. */
  passed: number;
  mean: number;
  /** The sample standard deviation (n − 1). */
  sd: number;
  /** The variance of the mean over users divided by that of independent scores. At least 1. */
  designEffect: number;
  /** The scores of a mean beyond quantiles of the previous version. Null for rates and without a previous version. */
  tails: Record<TailName, LiveTail> | null;
  /** The number of judgements without a verdict in the same window. */
  invalid: number;
  /** The number of scores that do not count yet, because the outcome window of their answers is open. */
  young: number;
  /** The times of the oldest and the newest score. Null if there are none. */
  from: string | null;
  to: string | null;
};

/** A side, and the same side without the user who raises the value most, and without the one who lowers it most. */
export type MeasuredSide = LiveSide & { without: { raising: LiveSide; lowering: LiveSide } | null };

/** One metric: its current series, and a side for each requested version. */
export type LiveMetricSides = { metric: LiveMetric; label: string; series: string; sides: MeasuredSide[] };

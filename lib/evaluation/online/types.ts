import type { LiveMetric } from "./metrics";

/** Scores of one version beyond a quantile of the version before: how many, and how alike those of one user are. */
export type LiveTail = { count: number; designEffect: number };
/** Which quantile: `above50` counts values above the median of the version before. */
export const tailNames = ["above50", "above90", "below50", "below10"] as const;
export type TailName = (typeof tailNames)[number];

/**
 * The newest scores of one version on one metric: what a guard compares and a page shows. A user with very many scores
 * counts with at most as many as the 99th percentile of users has (see `capOf` in sides.ts).
 */
export type LiveSide = {
  version: number;
  /** Scores with a value, and of how many users (an interaction without a user counts as its own). */
  n: number;
  users: number;
  /** Scores that count after every user's share is capped; equals `n` where nobody is capped. */
  counted: number;
  /** (Σb)² / Σb² over users with b counted scores each: how many users of equal use would say as much. */
  effectiveUsers: number;
  /** How many of `counted` passed (a rate's ones); for means 0. */
  passed: number;
  mean: number;
  /** With n − 1. */
  sd: number;
  /** Variance of the mean over users, against that of independent scores; 1 or more. */
  designEffect: number;
  /** Of a mean: scores beyond quantiles of the version before; null for rates and where there is no version before. */
  tails: Record<TailName, LiveTail> | null;
  /** Judgements without a verdict in the same window. */
  invalid: number;
  /** Scores that do not count yet, because the outcome window of their answers is still open. */
  young: number;
  /** Instants of the oldest and the newest score; null: there are none. */
  from: string | null;
  to: string | null;
};

/** A side, and the same without the user who raises the value most, and without the one who lowers it most. */
export type MeasuredSide = LiveSide & { without: { raising: LiveSide; lowering: LiveSide } | null };

/** One metric as it stands: the series that counts now, and a side per version asked for. */
export type LiveMetricSides = { metric: LiveMetric; label: string; series: string; sides: MeasuredSide[] };

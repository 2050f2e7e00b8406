import type { LiveMetric } from "./metrics";

/** The newest scores of one version on one metric: what a guard compares and a page shows. */
export type LiveSide = {
  version: number;
  /** Scores with a value, and of how many users (an interaction without one counts as its own). */
  n: number;
  users: number;
  /** How many passed (a rate's ones); for means of things without a line, 0. */
  passed: number;
  mean: number;
  /** With n − 1. */
  sd: number;
  /** Variance of the mean over users, against that of independent scores; 1 or more. */
  designEffect: number;
  /** Judgements without a verdict in the same window. */
  invalid: number;
  /** Instants of the oldest and the newest score; null: there are none. */
  from: string | null;
  to: string | null;
};

/** One metric as it stands: the series that counts now, and a side per version asked for. */
export type LiveMetricSides = { metric: LiveMetric; label: string; series: string; sides: LiveSide[] };

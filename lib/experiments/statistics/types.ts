/** How many of how many: 0 ≤ successes ≤ total, whole numbers. */
export type Count = { successes: number; total: number };

/** A sample of values; `sd` with n − 1. */
export type Summary = { n: number; mean: number; sd: number };

export type Interval = [low: number, high: number];

/** One user: how many interactions, and how many of them succeeded. */
export type Unit = { interactions: number; successes: number };

/** Which direction of a metric is the bad one. */
export type Worse = "lower" | "higher";

export const rate = ({ successes, total }: Count): number => (total > 0 ? successes / total : 0);

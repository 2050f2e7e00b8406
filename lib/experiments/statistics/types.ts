/** Successes out of a total: whole numbers with 0 ≤ successes ≤ total. */
export type Count = { successes: number; total: number };

/** A sample of values. `sd` uses n − 1. */
export type Summary = { n: number; mean: number; sd: number };

export type Interval = [low: number, high: number];

/** One user: the number of interactions, and how many of them succeeded. */
export type Unit = { interactions: number; successes: number };

/** The direction in which a metric gets worse. */
export type Worse = "lower" | "higher";

export const rate = ({ successes, total }: Count): number => (total > 0 ? successes / total : 0);

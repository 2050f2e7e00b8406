/** What an evaluation measures, each from 0 to 1. */
export const dimensions = ["accuracy", "format", "safety", "consistency"] as const;
export type Dimension = (typeof dimensions)[number];

/** Something about each dimension. */
export type ByDimension<T> = Record<Dimension, T>;

/** What an evaluation measures, each from 0 to 1. */
export const dimensions = ["accuracy", "format", "safety", "consistency"] as const;
export type Dimension = (typeof dimensions)[number];

/** Those that a scorer of one answer can count in; consistency needs several. */
export const answerDimensions = ["accuracy", "format", "safety"] as const;

/** Something about each dimension. */
export type ByDimension<T> = Record<Dimension, T>;

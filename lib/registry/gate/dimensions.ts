/** The dimensions of an evaluation, each from 0 to 1. */
export const dimensions = ["accuracy", "format", "safety", "consistency"] as const;
export type Dimension = (typeof dimensions)[number];

/** The dimensions that a scorer of one answer can measure. Consistency needs several answers. */
export const answerDimensions = ["accuracy", "format", "safety"] as const;

/** A value for each dimension. */
export type ByDimension<T> = Record<Dimension, T>;

import type { Summary } from "./types";

/** Mean and standard deviation (n − 1) in one pass (Welford 1962), without cancellation at large means. */
export function summarize(values: Iterable<number>): Summary {
  let n = 0;
  let mean = 0;
  let squares = 0;
  for (const value of values) {
    n++;
    const before = value - mean;
    mean += before / n;
    squares += before * (value - mean);
  }
  return { n, mean, sd: n > 1 ? Math.sqrt(squares / (n - 1)) : 0 };
}

import type { Count } from "./types";

/** The probabilities of all tables with the same margins, by B's successes, starting at `first`. */
function tables(a: Count, b: Count): { first: number; weights: number[]; sum: number } {
  const successes = a.successes + b.successes;
  const first = Math.max(0, successes - a.total);
  const last = Math.min(b.total, successes);
  // Computed as ratios from the most likely table outwards: exact except for rounding, while factorials would lose
  // digits.
  const mode = Math.min(last, Math.max(first, Math.floor(((successes + 1) * (b.total + 1)) / (a.total + b.total + 2))));
  const weights = new Array<number>(last - first + 1).fill(0);
  weights[mode - first] = 1;
  const ratio = (k: number) => ((b.total - k) * (successes - k)) / ((k + 1) * (a.total - successes + k + 1)); // p(k + 1) / p(k)
  for (let k = mode; k < last; k++) weights[k + 1 - first] = (weights[k - first] ?? 0) * ratio(k);
  for (let k = mode; k > first; k--) weights[k - 1 - first] = (weights[k - first] ?? 0) / ratio(k - 1);
  return { first, weights, sum: sumUp(weights) };
}

/**
 * Sums values that increase and then decrease, from both ends inwards. Small values come first, so that tails keep
 * their precision.
 */
function sumUp(values: readonly number[]): number {
  let sum = 0;
  for (let from = 0, to = values.length - 1; from <= to; ) {
    const [low, high] = [values[from] ?? 0, values[to] ?? 0];
    sum += Math.min(low, high);
    if (low <= high) from++;
    else to--;
  }
  return sum;
}

/**
 * Fisher's exact test of a 2×2 table (Fisher 1935). `p`: two-sided, over all tables that are at most as likely as this
 * one. `pHigher`: evidence that B is higher. `pLower`: evidence that B is lower.
 */
export function fisherExact(a: Count, b: Count): { p: number; pHigher: number; pLower: number } {
  const { first, weights, sum } = tables(a, b);
  const at = b.successes - first;
  const seen = weights[at] ?? 0;
  const share = (part: number[]) => Math.min(1, sumUp(part) / sum);
  return {
    p: share(weights.filter((weight) => weight <= seen * (1 + 1e-7))),
    pHigher: share(weights.slice(at)),
    pLower: share(weights.slice(0, at + 1)),
  };
}

/** p-values with their indices, smallest first. */
const ranked = (p: number[]) => p.map((value, index) => ({ value, index })).toSorted((x, y) => x.value - y.value);

/**
 * Holm's step-down adjustment (1979), which controls the probability of any false alarm. Monotone, at most 1, in the
 * order of the input.
 */
export function holm(p: number[]): number[] {
  const adjusted = new Array<number>(p.length).fill(1);
  let highest = 0;
  for (const [rank, { value, index }] of ranked(p).entries()) {
    highest = Math.max(highest, Math.min(1, value * (p.length - rank)));
    adjusted[index] = highest;
  }
  return adjusted;
}

/**
 * Benjamini and Hochberg's step-up adjustment (1995), which controls the false discovery rate. In the order of the
 * input.
 */
export function benjaminiHochberg(p: number[]): number[] {
  const adjusted = new Array<number>(p.length).fill(1);
  let lowest = 1;
  for (const [rank, { value, index }] of [...ranked(p).entries()].toReversed()) {
    lowest = Math.min(lowest, (value * p.length) / (rank + 1));
    adjusted[index] = lowest;
  }
  return adjusted;
}

/** A pair of matching positions. One side is null if an item was added or removed. */
export type Pair = { before: number | null; after: number | null };

/**
 * Aligns two lists in order, so that the sum of the pairs' scores is as high as possible. Never pairs items with a
 * score of 0 or less. Time and memory grow with the product of the lengths.
 */
export function align(
  beforeCount: number,
  afterCount: number,
  score: (before: number, after: number) => number,
): Pair[] {
  const width = afterCount + 1;
  const best = new Float64Array((beforeCount + 1) * width);
  const scores = new Float64Array(beforeCount * afterCount);
  const at = (row: number, column: number) => best[row * width + column] ?? 0;
  for (let row = beforeCount - 1; row >= 0; row--)
    for (let column = afterCount - 1; column >= 0; column--) {
      const value = score(row, column);
      scores[row * afterCount + column] = value;
      const paired = value > 0 ? value + at(row + 1, column + 1) : 0;
      best[row * width + column] = Math.max(paired, at(row + 1, column), at(row, column + 1));
    }

  const pairs: Pair[] = [];
  let row = 0;
  let column = 0;
  while (row < beforeCount && column < afterCount) {
    const value = scores[row * afterCount + column] ?? 0;
    if (value > 0 && at(row, column) === value + at(row + 1, column + 1))
      pairs.push({ before: row++, after: column++ });
    else if (at(row, column) === at(row + 1, column)) pairs.push({ before: row++, after: null });
    else pairs.push({ before: null, after: column++ });
  }
  while (row < beforeCount) pairs.push({ before: row++, after: null });
  while (column < afterCount) pairs.push({ before: null, after: column++ });
  return pairs;
}

/** The number of occurrences of each word in a text. */
export type WordCounts = ReadonlyMap<string, number>;

export function countWords(text: string): WordCounts {
  const counts = new Map<string, number>();
  for (const word of text.match(/[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [])
    counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** The word similarity of two texts, from 0 to 1 (Sørensen–Dice). Two texts without words have similarity 1. */
export function similarity(left: WordCounts, right: WordCounts): number {
  const [small, large] = left.size <= right.size ? [left, right] : [right, left];
  let shared = 0;
  for (const [word, count] of small) shared += Math.min(count, large.get(word) ?? 0);
  const total = sum(left) + sum(right);
  return total === 0 ? 1 : (2 * shared) / total;
}

function sum(counts: WordCounts): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  return total;
}

type View = {
  /** The first row in view. */
  first: number;
  /** The number of rows in view. */
  shown: number;
  /** The number of all rows. */
  count: number;
  /** A row that is always there, such as the one with the focus. */
  kept: number;
};

/** Rows above and below the view, so that a short scroll shows no gap. */
const around = 8;

/**
 * Returns the rows to render, each with the number of rows left out before it, and the number left out after the last.
 */
export function rowWindow({ first, shown, count, kept }: View): {
  rows: { row: number; gap: number }[];
  after: number;
} {
  const from = Math.max(0, Math.min(first, count - shown) - around);
  const to = Math.min(count, first + shown + around);
  const rows = new Set(Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index));
  if (kept < count) rows.add(kept);
  let next = 0;
  const placed = [...rows]
    .sort((one, other) => one - other)
    .map((row) => {
      const gap = row - next;
      next = row + 1;
      return { row, gap };
    });
  return { rows: placed, after: count - next };
}

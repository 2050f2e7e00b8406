/** How a search goes back through a store part by part, from the newest rows on. */
export type Pace = {
  /** So long is the first part (ms of the rows' time). */
  firstPartMs: number;
  /** So long reading a part is to take. */
  partMs: number;
  /** How much longer a part may be than the one before. */
  mostFactor: number;
  /** What a statement takes whatever it reads counts up to this. */
  mostFixedMs: number;
};

const hourMs = 3_600_000;

export const postgresPace: Pace = { firstPartMs: hourMs, partMs: 30, mostFactor: 4, mostFixedMs: 0 };

/**
 * ClickHouse takes 15 to 30 ms for a statement of any size, and reads a day about as fast as an hour. Where a bloom filter
 * leaves out nearly all that is not asked for, the first part is a day.
 */
export const storePace = ({ isIndexed }: { isIndexed: boolean }): Pace => ({
  firstPartMs: isIndexed ? 24 * hourMs : hourMs,
  partMs: 45,
  mostFactor: 24,
  mostFixedMs: 30,
});

/** After so long a search begins no other part and answers with what it has; with the part under way a page takes 300 ms at most. */
export const searchBudgetMs = 120;

/** How much longer the next part may be than one that took so long, `fixedMs` of it for no row: a rare thing is found in few parts, and none takes long. Pure. */
export function wider({ partMs, mostFactor, mostFixedMs }: Pace, tookMs: number, fixedMs = 0): number {
  const readMs = tookMs - Math.min(fixedMs, mostFixedMs);
  return Math.max(1, Math.min(mostFactor, Math.floor(partMs / Math.max(readMs, 1))));
}

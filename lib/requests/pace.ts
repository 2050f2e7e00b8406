import { hourMs } from "@/lib/core/milliseconds";

/** How a search scans a store part by part, from the newest rows backwards. */
export type Pace = {
  /** The length of the first part, in ms of the rows' time. */
  firstPartMs: number;
  /** The target duration of reading one part, in ms. */
  partMs: number;
  /** The upper bound on the growth from one part to the next. */
  mostFactor: number;
  /** The upper bound on the fixed time per statement, in ms. */
  mostFixedMs: number;
};

export const postgresPace: Pace = { firstPartMs: hourMs, partMs: 30, mostFactor: 4, mostFixedMs: 0 };

/**
 * ClickHouse takes 15 to 30 ms for any statement, and reads a day about as fast as an hour. If a bloom filter excludes
 * most rows, the first part is a day.
 */
export const storePace = ({ isIndexed }: { isIndexed: boolean }): Pace => ({
  firstPartMs: isIndexed ? 24 * hourMs : hourMs,
  partMs: 45,
  mostFactor: 24,
  mostFixedMs: 30,
});

/**
 * The time in ms after which a search starts no further part and returns what it has. With the running part, a page
 * takes at most 300 ms.
 */
export const searchBudgetMs = 120;

/**
 * Returns the factor by which the next part may grow, from the duration of this part. `fixedMs` of it are independent
 * of the rows. Rare matches are found in few parts, and no part takes long. Pure.
 */
export function wider({ partMs, mostFactor, mostFixedMs }: Pace, tookMs: number, fixedMs = 0): number {
  const readMs = tookMs - Math.min(fixedMs, mostFixedMs);
  return Math.max(1, Math.min(mostFactor, Math.floor(partMs / Math.max(readMs, 1))));
}

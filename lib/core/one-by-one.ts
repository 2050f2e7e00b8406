import { createBackoff } from "./backoff";
import { isDatabaseUnavailable, isTooSlow, isTransactionOver } from "./database-errors";
import { logger } from "./logger";

type Turns<Row> = {
  /** The name of the work. Rows that are paused are remembered by it. */
  name: string;
  deadlineAt: number;
  /** Identifies the row in the log. */
  idOf: (row: Row) => Record<string, unknown>;
  /** The line of the log for a row that fails. */
  failure: string;
};

const longestMinutes = 60;

/**
 * Works on rows in turn, until the deadline. A row that fails is logged, and the others go on. One that takes too long
 * is also paused for a minute, then for twice as long each time, so that it does not use up the time of the others.
 * Throws if the database is not available, because the others would fail in the same way. Returns how many succeeded,
 * and how many failed or are paused.
 */
export async function oneByOne<Row>(
  rows: Iterable<Row>,
  { name, deadlineAt, idOf, failure }: Turns<Row>,
  work: (row: Row) => Promise<unknown>,
): Promise<{ done: number; failed: number }> {
  const counts = { done: 0, failed: 0 };
  const backoff = createBackoff(name, longestMinutes);
  const paused = backoff.paused();
  for (const row of rows) {
    if (Date.now() >= deadlineAt) break;
    const key = Object.values(idOf(row)).join(" ");
    if (paused.includes(key)) {
      counts.failed++;
      continue;
    }
    try {
      await work(row);
      counts.done++;
    } catch (error) {
      const isLate = isTooSlow(error) || isTransactionOver(error);
      if (isDatabaseUnavailable(error) && !isLate) throw error;
      if (isLate) backoff.pause(key);
      logger().error({ err: error, ...idOf(row) }, failure);
      counts.failed++;
    }
  }
  return counts;
}

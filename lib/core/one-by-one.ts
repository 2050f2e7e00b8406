import { isDatabaseUnavailable } from "./database-errors";
import { logger } from "./logger";

type Turns<Row> = {
  deadlineAt: number;
  /** Identifies the row in the log. */
  idOf: (row: Row) => Record<string, unknown>;
  /** The line of the log for a row that fails. */
  failure: string;
};

/**
 * Works on rows in turn, until the deadline. A row that fails is logged, and the others go on. Throws if the database is
 * not available, because the others would fail in the same way. Returns how many succeeded, and how many failed.
 */
export async function oneByOne<Row>(
  rows: Iterable<Row>,
  { deadlineAt, idOf, failure }: Turns<Row>,
  work: (row: Row) => Promise<unknown>,
): Promise<{ done: number; failed: number }> {
  const counts = { done: 0, failed: 0 };
  for (const row of rows) {
    if (Date.now() >= deadlineAt) break;
    try {
      await work(row);
      counts.done++;
    } catch (error) {
      if (isDatabaseUnavailable(error)) throw error;
      logger().error({ err: error, ...idOf(row) }, failure);
      counts.failed++;
    }
  }
  return counts;
}

import type { ClickHouse } from "@/lib/core/clickhouse";
import { forwardMeter } from "../meter";

type ReadLines = () => Promise<string[]>;

/** Yields lines part by part, so that a round holds only one part of its texts in memory. */
async function* linesOf(reads: Iterable<ReadLines>): AsyncGenerator<string> {
  for (const read of reads) {
    const lines = await read();
    forwardMeter().rows += lines.length;
    if (lines.length > 0) yield `${lines.join("\n")}\n`;
  }
}

/**
 * Inserts rows into a ClickHouse table. Does nothing without rows, because ClickHouse rejects an empty insert. Throws
 * the error of a read as it is, not as an error of ClickHouse.
 */
export async function copyRows(
  store: ClickHouse,
  table: "interactions" | "spans",
  revision: bigint,
  reads: readonly ReadLines[],
): Promise<void> {
  let unread: unknown;
  const noting = (read: ReadLines) => () =>
    read().catch((error: unknown) => {
      unread = error;
      throw error;
    });
  const lines = linesOf(reads.map(noting));
  const first = await lines.next();
  if (first.done) return;
  const all = (async function* () {
    yield first.value;
    yield* lines;
  })();
  await store.insert(table, all, `${table} ${revision}`).catch((error: unknown) => {
    throw unread ?? error;
  });
}

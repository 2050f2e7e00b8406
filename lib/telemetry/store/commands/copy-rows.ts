import type { ClickHouse } from "@/lib/core/clickhouse";
import { forwardMeter } from "../meter";

/** Yields lines part by part, so that a round holds only one part of its texts in memory. */
async function* linesOf(reads: Iterable<() => Promise<string[]>>): AsyncGenerator<string> {
  for (const read of reads) {
    const lines = await read();
    forwardMeter().rows += lines.length;
    if (lines.length > 0) yield `${lines.join("\n")}\n`;
  }
}

/** Inserts rows into a ClickHouse table. Does nothing without rows, because ClickHouse rejects an empty insert. */
export async function copyRows(
  store: ClickHouse,
  table: "interactions" | "spans",
  revision: bigint,
  reads: readonly (() => Promise<string[]>)[],
): Promise<void> {
  const lines = linesOf(reads);
  const first = await lines.next();
  if (first.done) return;
  const all = (async function* () {
    yield first.value;
    yield* lines;
  })();
  await store.insert(table, all, `${table} ${revision}`);
}

import type { Transaction } from "@/lib/core/db";
import { countUses } from "@/lib/telemetry/commands/count-uses";
import { learnSegmentValues } from "@/lib/telemetry/commands/save-segments";
import { findAside, narrowed, noteAside, postponeAside, takeAside } from "@/lib/telemetry/commands/set-aside";
import { type Batches, takeBatches } from "@/lib/telemetry/commands/take-batches";
import { batchOf, eventsOfRound, inRound, mayBeRows } from "./round";

export type UsesRound = { events: number; hasMore: boolean };

const lock = "understudy uses";

/** Counts the next events as uses of prompts. Sets a batch aside that cannot be counted. */
export const rollUpUses = (): Promise<UsesRound | "skipped"> =>
  narrowed({
    most: eventsOfRound(),
    round: (most) => inRound(lock, countNextUses, most),
    setAside: (error) => inRound(lock, (tx) => setAsideUses(tx, error), 1),
    isOfRows: mayBeRows,
  });

async function countNextUses(tx: Transaction, most: { events: number }): Promise<UsesRound> {
  const batches = await takeBatches(tx, most.events);
  if (!batches) return { events: 0, hasMore: false };
  await count(tx, batches);
  return { events: batches.events, hasMore: batches.hasMore };
}

async function count(tx: Transaction, batches: Batches): Promise<void> {
  await countUses(tx, batches);
  await learnSegmentValues(tx, batches);
}

/** Its events are not in the sums of usage. The other queues get the batch, because they may be able to read it. */
async function setAsideUses(tx: Transaction, error: Error): Promise<UsesRound> {
  const batches = await takeBatches(tx, 1);
  if (batches) await noteAside(tx, "uses", batchOf(batches), error);
  return { events: 0, hasMore: true };
}

/**
 * Tries a batch again that was set aside, if one is due. Returns how many events it counted; `skipped` if another
 * process counts.
 */
export async function retryUses(): Promise<number | "skipped"> {
  const id = await findAside("uses");
  if (id === null) return 0;
  try {
    return await inRound(lock, (tx) => countAside(tx, id), 1);
  } catch (error) {
    if (!mayBeRows(error)) throw error;
    await postponeAside("uses", id, error);
    return 0;
  }
}

async function countAside(tx: Transaction, id: string): Promise<number> {
  const batches = await takeAside(tx, "uses", id);
  if (!batches) return 0;
  await count(tx, batches);
  // ClickHouse has its rows already, unless they wait or were set aside there too.
  await tx.$executeRaw`
    delete from direct_batches d where id = ${id}::bigint and is_aside
      and not exists (select from forward_batches f where f.id = d.id)
      and not exists (select from set_aside_batches a where a.queue = 'store' and a.id = d.id)`;
  return batches.events;
}

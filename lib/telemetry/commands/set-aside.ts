import { isUnreadableRow } from "@/lib/core/database-errors";
import { prisma, type Transaction } from "@/lib/core/db";
import { logger } from "@/lib/core/logger";
import { singleton } from "@/lib/core/singleton";

/**
 * What a batch was set aside from: the sums of usage, the users of experiments, the sampler of live answers, ClickHouse,
 * or ClickHouse's spans.
 */
export type AsideQueue = "uses" | "users" | "online" | "store" | "spans";

type AsideBatch = { id: string; workspaceId: string; events: number; from: Date; to: Date };

/** How many batches this process set aside, by queue. */
export const asideCounts = () =>
  singleton("aside-counts", (): Record<AsideQueue, number> => ({ uses: 0, users: 0, online: 0, store: 0, spans: 0 }));

/** How much smaller each attempt is. */
const narrowing = 8;
const keptDays = 30;
/** So many batches are not damaged by chance: the cause is elsewhere, and the queue waits for it to be mended. */
const mostAside = 1_000;

/**
 * Runs a round with up to `most` events. If the database cannot read a row of it, tries smaller rounds, and sets the
 * oldest batch aside if it fails alone. Then the next round continues behind it. `setAside` throws if the batch is not
 * the cause.
 */
export async function narrowed<Round>(
  most: number,
  round: (most: number) => Promise<Round>,
  setAside: (error: Error) => Promise<Round>,
): Promise<Round> {
  for (let size = most; ; size = Math.max(1, Math.floor(size / narrowing)))
    try {
      return await round(size);
    } catch (error) {
      if (!(error instanceof Error) || !isUnreadableRow(error)) throw error;
      if (size === 1) return setAside(error);
    }
}

/**
 * Records that a batch was taken out of a queue because it cannot be read. Throws the error if too many of this queue
 * were set aside.
 */
export async function noteAside(
  tx: Transaction,
  queue: AsideQueue,
  { id, workspaceId, events, from, to }: AsideBatch,
  error: Error,
): Promise<void> {
  const reason = error.message.slice(-500).replaceAll("\0", "");
  const [{ isFull }] = await tx.$queryRaw<[{ isFull: boolean }]>`
    select count(*) >= ${mostAside} as "isFull" from set_aside_batches where queue = ${queue}`;
  if (isFull) throw error;
  await tx.$executeRaw`
    insert into set_aside_batches (queue, id, workspace_id, events, from_at, to_at, error)
    values (${queue}, ${id}::bigint, ${workspaceId}::uuid, ${events}, ${from}, ${to}, ${reason}) on conflict do nothing`;
  asideCounts()[queue]++;
  logger().error({ err: error, queue, batch: id, workspaceId, events }, "events cannot be read; they were set aside");
}

/** Deletes batches of the log that were set aside weeks ago, because they may contain the data of users. */
export async function sweepAside(): Promise<number> {
  for (const table of ["direct_batches", "direct_spans"])
    await prisma().$executeRawUnsafe(
      `delete from ${table} where is_aside and from_at < now() - make_interval(days => ${keptDays})`,
    );
  return prisma().$executeRaw`delete from set_aside_batches where at < now() - make_interval(days => ${keptDays}::int)`;
}

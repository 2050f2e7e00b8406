import { describeRefusedValue, isRefusedValue, isTooSlow, isUnreadableRow } from "@/lib/core/database-errors";
import { prisma, type Transaction } from "@/lib/core/db";
import { isAppError } from "@/lib/core/errors";
import { logger } from "@/lib/core/logger";
import { singleton } from "@/lib/core/singleton";
import type { Batches } from "./take-batches";

/**
 * What a batch was set aside from: the sums of usage, the users of experiments, the sampler of live answers,
 * ClickHouse, ClickHouse's spans, or the copy of earlier answers and traces, which sets single ones aside.
 */
export type AsideQueue = "uses" | "users" | "online" | "store" | "spans" | "earlier" | "traces";

export type AsideBatch = { id: string; workspaceId: string; events: number; from: Date; to: Date };

/** How many batches this process set aside, by queue. */
export const asideCounts = () =>
  singleton(
    "aside-counts",
    (): Record<AsideQueue, number> => ({ uses: 0, users: 0, online: 0, store: 0, spans: 0, earlier: 0, traces: 0 }),
  );

/** How much smaller each attempt is, and how much smaller if an attempt took too long: each of these costs seconds. */
const [narrowing, slowNarrowing] = [8, 64];
const keptDays = 30;
/** So many batches are not damaged by chance: the cause is elsewhere, and the queue waits for it to be mended. */
const mostAside = 1_000;

type Narrowed<Round> = {
  /** The number of events of the first attempt. */
  most: number;
  round: (most: number) => Promise<Round>;
  /** Sets the oldest batch aside. Throws if the batch is not the cause. */
  setAside: (error: Error) => Promise<Round>;
  /** Whether smaller rounds may succeed after this error. */
  isOfRows?: (error: unknown) => boolean;
};

/**
 * Runs a round with up to `most` events. If it fails because of its rows, tries smaller rounds, and sets the oldest
 * batch aside if it fails alone. Then the next round continues behind it.
 */
export async function narrowed<Round>(work: Narrowed<Round>): Promise<Round> {
  const { round, setAside, isOfRows = isUnreadableRow } = work;
  for (let size = Math.max(1, Math.floor(work.most)); ; )
    try {
      return await round(size);
    } catch (error) {
      if (!(error instanceof Error) || !isOfRows(error)) throw error;
      if (size === 1) return setAside(error);
      size = Math.max(1, Math.floor(size / (isTooSlow(error) ? slowNarrowing : narrowing)));
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
  const [{ isFull }] = await tx.$queryRaw<[{ isFull: boolean }]>`
    select count(*) >= ${mostAside} as "isFull" from set_aside_batches where queue = ${queue}`;
  if (isFull) throw error;
  await tx.$executeRaw`
    insert into set_aside_batches (queue, id, workspace_id, events, from_at, to_at, error)
    values (${queue}, ${id}::bigint, ${workspaceId}::uuid, ${events}, ${from}, ${to}, ${reasonOf(error)}) on conflict do nothing`;
  asideCounts()[queue]++;
  const reason = reasonOf(error);
  logger().error({ reason, queue, batch: id, workspaceId, events }, "events cannot be read; they were set aside");
}

/**
 * Why rows cannot be read, without what is in them. For people, a slow statement is a database that is not available.
 */
function reasonOf(error: Error): string {
  if (error instanceof SyntaxError) return "A row is no valid JSON.";
  const cause = isAppError(error) && error.cause instanceof Error ? error.cause : error;
  const { message } = isRefusedValue(cause) ? describeRefusedValue(cause) : cause;
  return message.slice(-500).replaceAll("\0", "");
}

/** The batch of a queue that is due to be tried again, or null. */
export async function findAside(queue: AsideQueue): Promise<string | null> {
  const [due] = await prisma().$queryRaw<{ id: string }[]>`
    select id::text from set_aside_batches where queue = ${queue} and coalesce(retry_at, at + interval '1 minute') <= now()
    order by coalesce(retry_at, at) limit 1`;
  return due?.id ?? null;
}

/** Takes a batch off the list. Returns null if it is not there: another process may have taken it. */
export async function takeAside(tx: Transaction, queue: AsideQueue, id: string): Promise<Batches | null> {
  const [batch] = await tx.$queryRaw<AsideBatch[]>`
    delete from set_aside_batches where queue = ${queue} and id = ${id}::bigint
    returning id::text, workspace_id as "workspaceId", events, from_at as "from", to_at as "to"`;
  if (!batch) return null;
  const { workspaceId, events, from, to } = batch;
  return { ids: [id], workspaceIds: [workspaceId], events, from, to, hasMore: false };
}

/** Notes that a batch failed again. It is tried after twice the time, up to six hours. */
export async function postponeAside(queue: AsideQueue, id: string, error: Error): Promise<void> {
  await prisma().$executeRaw`
    update set_aside_batches set tries = tries + 1, error = ${reasonOf(error)},
      retry_at = now() + least(interval '6 hours', interval '1 minute' * power(2, least(tries, 12)))
    where queue = ${queue} and id = ${id}::bigint`;
}

/** Deletes batches of the log that were set aside weeks ago, because they may contain the data of users. */
export async function sweepAside(): Promise<number> {
  for (const table of ["direct_batches", "direct_spans"])
    await prisma().$executeRawUnsafe(
      `delete from ${table} where is_aside and from_at < now() - make_interval(days => ${keptDays})`,
    );
  return prisma().$executeRaw`delete from set_aside_batches where at < now() - make_interval(days => ${keptDays}::int)`;
}

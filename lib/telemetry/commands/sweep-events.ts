import { isDatabaseUnavailable } from "@/lib/core/database-errors";
import { databaseTime, prisma } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { logger } from "@/lib/core/logger";
import { isHeldElsewhere, isPast, monthsAhead, type RetentionSpan } from "../partitions";
import { eventLimits } from "../schema";
import { findCopiedTo } from "../store/queries/forward-queue";

/**
 * The number of days in which an event id is remembered. It exceeds the greatest age of an event, so that no retry is
 * counted twice.
 */
const keyDays = 35;
const useDays = 400;
/** The number of days in which late events of a day are accepted, plus one day. */
const lateDays = eventLimits.pastDays + 1;
const keysAtOnce = 20_000;
/** The number of days after the end of an experiment in which its events are kept. */
const graceDays = 14;

async function listPartitions(): Promise<string[]> {
  const rows = await prisma().$queryRaw<{ name: string }[]>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent in ('interactions'::regclass, 'interaction_contents'::regclass, 'feedback'::regclass,
      'spans'::regclass)`;
  return rows.map(({ name }) => name);
}

/** Returns the time from which experiments need their events, or null. */
async function findNeeded(): Promise<Date | null> {
  const [row] = await prisma().$queryRaw<[{ from: Date | null }]>`
    select min(started_at) as "from" from experiment_phases
    where ended_at is null or ended_at > now() - make_interval(days => ${graceDays})`;
  return row.from;
}

/**
 * Drops a month's partition if no more events can arrive for it; otherwise empties it. Waits up to 2 seconds for the
 * lock, because all writers of events queue behind it. Returns false if the lock was not available.
 */
async function clear(name: string, isOver: boolean): Promise<boolean> {
  try {
    await prisma().$transaction([
      prisma().$executeRaw`set local lock_timeout = '2s'`,
      prisma().$executeRaw`select 1 from clear_event_partition(${name}, ${isOver})`,
    ]);
    return true;
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    logger().warn({ err: error, partition: name }, "old events could not be dropped now");
    return false;
  }
}

/** Deletes ids of events that are too old to be sent again, until the deadline. */
async function forgetKeys(deadlineAt: number): Promise<number> {
  const keys = (table: string, time: string) =>
    prisma().$executeRawUnsafe(`delete from ${table} where ctid = any(array(
      select ctid from ${table} where ${time} < now() - make_interval(days => ${keyDays}) limit ${keysAtOnce}))`);
  let forgotten = 0;
  for (const [table, time] of [
    ["event_keys", "stored_at"],
    ["direct_uses", "counted_at"],
  ] as const)
    for (let count = keysAtOnce; count === keysAtOnce && Date.now() < deadlineAt; forgotten += count)
      count = await keys(table, time);
  return forgotten;
}

/** Creates the partitions of the next months and drops months past their retention. Also deletes old ids and counts. */
export async function sweepEvents(
  deadlineAt: number,
  keep: Partial<RetentionSpan & { hotDays: number }> = {},
): Promise<Record<string, number>> {
  const days = keep.days ?? env().EVENT_RETENTION_DAYS;
  const keeping: RetentionSpan = {
    now: keep.now ?? (await databaseTime()),
    days,
    contentDays: Math.min(days, keep.contentDays ?? env().EVENT_CONTENT_RETENTION_DAYS ?? days),
    neededFrom: keep.neededFrom === undefined ? await findNeeded() : keep.neededFrom,
  };
  for (const month of monthsAhead(await databaseTime()))
    await prisma().$queryRaw`select 1 from create_event_partitions(${month}::date)`;
  const hotDays = keep.hotDays ?? env().EVENTS_HOT_DAYS;
  const copiedTo = hotDays === undefined ? null : await findCopiedTo();
  let partitions = 0;
  for (const name of await listPartitions()) {
    const isOver = isPast(name, { ...keeping, contentDays: Math.max(keeping.contentDays, lateDays) });
    const isElsewhere = hotDays !== undefined && isHeldElsewhere(name, { ...keeping, hotDays, copiedTo });
    if (!isPast(name, keeping) && !isElsewhere) continue;
    if ((await clear(name, isOver || isElsewhere)) && (isOver || isElsewhere)) partitions++;
  }
  // A note, and a request for a review, are younger than their interaction.
  await prisma().$executeRaw`
    delete from interaction_notes where created_at < ${keeping.now}::timestamptz - make_interval(days => ${days}::int)`;
  await prisma().$executeRaw`
    delete from interaction_marks
    where review_asked_at < ${keeping.now}::timestamptz - make_interval(days => ${days}::int)`;
  await prisma().$executeRaw`delete from prompt_people where day < current_date - ${keyDays}::int`;
  await prisma().$executeRaw`delete from prompt_uses where day < current_date - ${useDays}::int`;
  return { partitions, eventIds: await forgetKeys(deadlineAt) };
}

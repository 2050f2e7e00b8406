import { prisma } from "@/lib/core/db";

export type ForwardChange = {
  id: bigint;
  workspaceId: string;
  kind: "scores" | "traces" | "user" | "workspace";
  keys: string[];
};

/** Batches that are read with one statement. */
export type BatchGroup = { ids: string[]; from: Date; to: Date; events: number };
type Batch = { id: string; from: Date; to: Date; events: number };

const mostBatches = 1_000;
const mostChanges = 500;
/** The number of events read with one statement. The texts of an event have at most 128 KiB, and usually much less. */
export const groupEvents = 1_000;

/** Groups batches so that each group has about `groupEvents` events. */
export function inGroups(batches: readonly Batch[]): BatchGroup[] {
  const groups: BatchGroup[] = [];
  for (const { id, events, from, to } of batches) {
    const last = groups.at(-1);
    if (!last || last.events + events > groupEvents) {
      groups.push({ ids: [id], events, from, to });
      continue;
    }
    last.ids.push(id);
    last.events += events;
    if (from < last.from) last.from = from;
    if (to > last.to) last.to = to;
  }
  return groups;
}

/** Lists the oldest queued batches, about `limit` events, in groups. */
export async function listBatches(limit: number): Promise<BatchGroup[]> {
  const rows = await prisma().$queryRaw<Batch[]>`
    select id::text, events, from_at as "from", to_at as "to" from (
      select *, sum(events) over (order by id) - events as before
      from (select * from forward_batches order by id limit ${mostBatches}) oldest) b
    where before < ${limit} order by id`;
  return inGroups(rows);
}

/** Lists the oldest queued changes. */
export const listChanges = (): Promise<ForwardChange[]> => prisma().$queryRaw<ForwardChange[]>`
  select id, workspace_id as "workspaceId", kind, keys from forward_changes order by id limit ${mostChanges}`;

/** Returns the progress of copying events from before forwarding began. Null when the copy is complete. */
export async function findBackfill(): Promise<{ batchesFrom: bigint; spansFrom: Date } | null> {
  const [row] = await prisma().$queryRaw<{ batchesFrom: bigint; spansFrom: Date }[]>`
    select batches_from as "batchesFrom", spans_from as "spansFrom" from event_forwarding where copied_at is null`;
  return row ?? null;
}

/** Returns the age of the oldest queued row in seconds, or 0 for an empty queue. */
export async function readLag(): Promise<number> {
  const [row] = await prisma().$queryRaw<[{ seconds: number | null }]>`
    select extract(epoch from clock_timestamp() - least(
      (select queued_at from forward_batches order by id limit 1),
      (select queued_at from forward_changes order by id limit 1),
      (select queued_at from direct_spans where not is_aside order by id limit 1)))::float8 as seconds`;
  return Math.max(0, row.seconds ?? 0);
}

/**
 * Returns the instant before which all events are copied and counted, so that PostgreSQL may drop them. What was set
 * aside is neither. Null if the copy is not complete or forwarding is off.
 */
export async function findCopiedTo(): Promise<Date | null> {
  const [row] = await prisma().$queryRaw<{ copiedTo: Date }[]>`
    select least((select min(from_at) from event_batches), (select min(from_at) from forward_batches),
      (select min(from_at) from experiment_batches),
      (select min(from_at) from set_aside_batches where queue in ('uses', 'users', 'store', 'earlier')),
      (select case when count(*) > 0 then now() - interval '1000 years' end from forward_changes), now()) as "copiedTo"
    from event_forwarding where copied_at is not null`;
  return row?.copiedTo ?? null;
}

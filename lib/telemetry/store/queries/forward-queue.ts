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
/** Events read at once: texts of an event have 128 KiB at most, and few have that. */
export const groupEvents = 1_000;

/** Batches in groups of about as many events as are read at once. */
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

/** The oldest batches that wait, about `limit` events, in groups. */
export async function listBatches(limit: number): Promise<BatchGroup[]> {
  const rows = await prisma().$queryRaw<Batch[]>`
    select id::text, events, from_at as "from", to_at as "to" from (
      select *, sum(events) over (order by id) - events as before
      from (select * from forward_batches order by id limit ${mostBatches}) oldest) b
    where before < ${limit} order by id`;
  return inGroups(rows);
}

/** The oldest changes that wait. */
export const listChanges = (): Promise<ForwardChange[]> => prisma().$queryRaw<ForwardChange[]>`
  select id, workspace_id as "workspaceId", kind, keys from forward_changes order by id limit ${mostChanges}`;

/** How far the copy of what was stored before forwarding began has come; null: it is complete. */
export async function findBackfill(): Promise<{ batchesFrom: bigint; spansFrom: Date } | null> {
  const [row] = await prisma().$queryRaw<{ batchesFrom: bigint; spansFrom: Date }[]>`
    select batches_from as "batchesFrom", spans_from as "spansFrom" from event_forwarding where copied_at is null`;
  return row ?? null;
}

/** Age of the oldest that waits to be copied, in seconds; 0: nothing does. */
export async function readLag(): Promise<number> {
  const [row] = await prisma().$queryRaw<[{ seconds: number | null }]>`
    select extract(epoch from clock_timestamp() - least(
      (select queued_at from forward_batches order by id limit 1),
      (select queued_at from forward_changes order by id limit 1),
      (select queued_at from direct_spans order by id limit 1)))::float8 as seconds`;
  return Math.max(0, row.seconds ?? 0);
}

/**
 * Everything before this instant was copied and counted: PostgreSQL may drop it. Null: the copy of what is older than
 * forwarding is not complete, or there is none.
 */
export async function findCopiedTo(): Promise<Date | null> {
  const [row] = await prisma().$queryRaw<{ copiedTo: Date }[]>`
    select least((select min(from_at) from event_batches), (select min(from_at) from forward_batches),
      (select min(from_at) from experiment_batches),
      (select case when count(*) > 0 then now() - interval '1000 years' end from forward_changes), now()) as "copiedTo"
    from event_forwarding where copied_at is not null`;
  return row?.copiedTo ?? null;
}

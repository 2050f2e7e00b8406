import type { Transaction } from "@/lib/core/db";

/** Stored statements of events that were not counted yet, and the instants between which their events lie. */
export type Batches = { ids: string[]; events: number; from: Date; to: Date };

const mostBatches = 2_000;

/**
 * Takes the next events to be counted from the queue, about `limit` of them, the oldest first; null when there are none.
 * They are gone from it when the transaction commits, and there again when it does not. Those of workspaces that look at
 * live answers go on into the queue of the sampler, and all of them into that of ClickHouse where there is one.
 */
export async function takeBatches(tx: Transaction, limit: number): Promise<(Batches & { hasMore: boolean }) | null> {
  const [taken] = await tx.$queryRaw<[{ ids: string[] | null; events: bigint; from: Date; to: Date }]>`
    with due as (
      select id, sum(events) over (order by id) - events as before
      from (select id, events from event_batches order by id limit ${mostBatches}) oldest),
    gone as (
      delete from event_batches where id in (select id from due where before < ${limit})
      returning id, workspace_id, events, from_at, to_at),
    forwarded as (
      insert into forward_batches (id, workspace_id, events, from_at, to_at)
      select id, workspace_id, events, from_at, to_at from gone where exists (select from event_forwarding)),
    kept as (
      insert into online_batches (id, workspace_id, from_at, to_at)
      select id, workspace_id, from_at, to_at from gone
      where exists (select from online_evaluations o where o.workspace_id = gone.workspace_id and o.is_enabled))
    select array_agg(id::text) as ids, coalesce(sum(events), 0) as events, min(from_at) as "from", max(to_at) as "to" from gone`;
  if (!taken?.ids) return null;
  const { ids, from, to } = taken;
  const events = Number(taken.events);
  return { ids, events, from, to, hasMore: events >= limit || ids.length === mostBatches };
}

import type { Transaction } from "@/lib/core/db";

/** Batches of stored events that are not counted yet, and the time range of their events. */
export type Batches = {
  ids: string[];
  workspaceIds: string[];
  events: number;
  from: Date;
  to: Date;
  hasMore: boolean;
};

/**
 * `event_batches` holds batches that are not counted at all; `experiment_batches` those that experiments have not
 * counted.
 */
type Queue = "event_batches" | "experiment_batches";

const mostBatches = 2_000;

const goneText = (queue: Queue, where = "") => `due as (
    select id, sum(events) over (order by id) - events as before
    from (select id, events from ${queue} ${where} order by id limit ${mostBatches}) oldest),
  gone as (
    delete from ${queue} where id in (select id from due where before < $1)
    returning id, workspace_id, events, from_at, to_at)`;
const takenText = `select array_agg(id::text) as ids, array_agg(distinct workspace_id::text) as "workspaceIds", coalesce(sum(events), 0) as events, min(from_at) as "from",
  max(to_at) as "to" from gone`;

async function take(tx: Transaction, text: string, limit: number, ...values: unknown[]): Promise<Batches | null> {
  type Taken = { ids: string[] | null; workspaceIds: string[]; events: bigint; from: Date; to: Date };
  const [batch] = await tx.$queryRawUnsafe<[Taken]>(text, limit, ...values);
  if (!batch.ids) return null;
  const { ids, workspaceIds, from, to } = batch;
  const events = Number(batch.events);
  return { ids, workspaceIds, events, from, to, hasMore: events >= limit || ids.length === mostBatches };
}

const takeText = `with ${goneText("event_batches")},
  for_experiments as (
    insert into experiment_batches (id, workspace_id, events, from_at, to_at)
    select id, workspace_id, events, from_at, to_at from gone
    where exists (select from experiment_phases p where p.workspace_id = gone.workspace_id)),
  forwarded as (
    insert into forward_batches (id, workspace_id, events, from_at, to_at)
    select id, workspace_id, events, from_at, to_at from gone where exists (select from event_forwarding)),
  kept as (
    insert into online_batches (id, workspace_id, from_at, to_at)
    select id, workspace_id, from_at, to_at from gone
    where exists (select from online_evaluations o where o.workspace_id = gone.workspace_id and o.is_enabled))
  ${takenText}`;

/**
 * Takes the oldest uncounted batches from the queue, about `limit` events. Returns null if the queue is empty. They
 * leave the queue when the transaction commits. In the same statement, batches are added to the queue of experiments
 * (if the workspace has experiments), of the sampler (if it uses online evaluation) and of ClickHouse (if it is
 * configured).
 */
export const takeBatches = (tx: Transaction, limit: number): Promise<Batches | null> => take(tx, takeText, limit);

const takeForExperimentsText = `with ${goneText("experiment_batches", "where workspace_id <> all($2::uuid[])")} ${takenText}`;

/** Takes the oldest batches from the queue of experiments, except those of these workspaces. */
export const takeExperimentBatches = (
  tx: Transaction,
  limit: number,
  except: readonly string[],
): Promise<Batches | null> => take(tx, takeForExperimentsText, limit, except);

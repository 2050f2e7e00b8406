import type { Transaction } from "@/lib/core/db";
import { env } from "@/lib/core/env";

/** Batches of one workspace that one transaction processes. Answers before `since` are no longer scored. */
export type TakenBatches = { workspaceId: string; ids: string[]; from: Date; to: Date; since: Date };

/** Removes the next batches from a workspace's queue, oldest first. Null: it is empty. A rollback restores them. */
export async function takeOnlineBatches(
  tx: Transaction,
  workspaceId: string,
  limit: number,
): Promise<TakenBatches | null> {
  const [batch] = await tx.$queryRaw<[{ ids: string[] | null; from: Date; to: Date; since: Date }]>`
    with gone as (
      delete from online_batches where id in (
        select id from online_batches where workspace_id = ${workspaceId}::uuid order by id limit ${limit}
        for update skip locked)
      returning id, from_at, to_at)
    select array_agg(id::text) as ids, min(from_at) as "from", max(to_at) as "to",
      now() - make_interval(days => ${env().EVENT_RETENTION_DAYS - 1}) as since from gone`;
  return batch.ids ? { workspaceId, ids: batch.ids, from: batch.from, to: batch.to, since: batch.since } : null;
}

import type { Transaction } from "@/lib/core/db";
import type { EpochChange } from "@/lib/core/epoch";
import { AppError } from "@/lib/core/errors";
import { enqueue } from "@/lib/core/outbox";

/** To be announced after the commit by `announceEpochs`. `at` is database time. */
export type Raised = { change: EpochChange & { subjects: readonly string[] | null }; at: Date };

/** A change of more prompts than this is logged without their names, as a change of any prompt. */
const mostPrompts = 2_000;

/**
 * Increments an environment's epoch, logs which prompts changed and enqueues the announcement in the outbox, in the
 * caller's transaction. A prompt is logged under its id and all its names, so names must be changed before. Null means
 * any prompt may have changed. The same is logged if the epoch is already in the log, because it was reset by hand. The
 * environment's row stays locked until the commit, so epochs are committed in order.
 */
export async function raiseEpoch(
  tx: Transaction,
  { workspaceId, environmentId }: { workspaceId: string; environmentId: string },
  promptIds: readonly string[] | null,
): Promise<Raised> {
  const ids = promptIds === null || promptIds.length > mostPrompts ? null : [...promptIds];
  const [row] = await tx.$queryRaw<{ epoch: number; subjects: string[] | null; at: Date }[]>`
    with raised as (
      update environments set epoch = epoch + 1 where id = ${environmentId}::uuid and workspace_id = ${workspaceId}::uuid
      returning id, workspace_id, epoch
    )
    insert into environment_changes (environment_id, workspace_id, epoch, subjects)
    select id, workspace_id, epoch, case when ${ids}::uuid[] is not null then array(
      select unnest(${ids}::uuid[])::text
      union select name from prompts where workspace_id = ${workspaceId}::uuid and id = any(${ids}::uuid[])
      union select name from prompt_aliases where workspace_id = ${workspaceId}::uuid and prompt_id = any(${ids}::uuid[])
    ) end from raised
    on conflict (environment_id, epoch) do update set subjects = null, at = now()
    returning epoch, subjects, clock_timestamp() as at`;
  if (!row) throw new AppError("not_found", "This environment was removed.");
  const { epoch, subjects, at } = row;
  await enqueue(tx, workspaceId, "epoch.raised", { environmentId, epoch });
  return { change: { environmentId, epoch, subjects }, at };
}

/**
 * Increments the epoch of every environment, in a fixed order. All are affected, because applications may request
 * pinned versions where nothing is live. Pass the result to `announceEpochs` after the commit.
 */
export async function raiseEverywhere(
  tx: Transaction,
  workspaceId: string,
  promptIds: readonly string[],
): Promise<EpochChange[]> {
  const environments = await tx.environment.findMany({
    where: { workspaceId },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  const changes: EpochChange[] = [];
  for (const { id: environmentId } of environments)
    changes.push((await raiseEpoch(tx, { workspaceId, environmentId }, promptIds)).change);
  return changes;
}

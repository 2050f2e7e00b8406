import type { UserActor } from "@/lib/auth/actor";
import type { Transaction } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import { runTask } from "@/lib/core/work/run-task";
import { sharedDraftTask } from "../tasks";
import { loadUpdates } from "./queries";
import { sharedDraftLimits } from "./schema";

/** A change of one tab. `number`: its counter, so that the same change is stored once. */
export type SharedChange = { id: string; tab: string; number: number; update: Uint8Array };

type Addition = {
  row: { sharedDraftId: string; workspaceId: string; tabId: string; number: number; update: Uint8Array<ArrayBuffer> };
  /** The sequence number before the update, and the whole document with it. */
  before: number;
  state: Uint8Array;
};

/** Merges an update into the document, which also checks it. */
export async function mergeUpdate(
  { workspaceId }: UserActor,
  { id, tab, number, update }: SharedChange,
): Promise<Addition> {
  const { seq: before, updates } = await loadUpdates(workspaceId, id);
  const { state } = await runTask(sharedDraftTask, { updates: [...updates, update] }, { workspaceId });
  const row = { sharedDraftId: id, workspaceId, tabId: tab, number, update: new Uint8Array(update) };
  return { row, before, state };
}

/** Stores a merged update. */
export async function addUpdate(
  tx: Transaction,
  { workspaceId, userId }: UserActor,
  { row, before, state }: Addition,
): Promise<void> {
  const [draft] = await tx.$queryRaw<{ seq: number; stateSeq: number }[]>`
    update shared_drafts set last_seq = last_seq + 1, writers = case when ${userId}::uuid = any(writers) then writers
      else array_append(writers, ${userId}::uuid) end
    where id = ${row.sharedDraftId}::uuid and workspace_id = ${workspaceId}::uuid
    returning last_seq as seq, state_seq as "stateSeq"`;
  if (!draft) throw notFound("This shared draft");
  const { seq, stateSeq } = draft;
  await tx.sharedDraftUpdate.create({ data: { ...row, seq } });
  // Replace the state only if it was computed from exactly the updates before this one.
  if (seq - stateSeq < sharedDraftLimits.tail || seq !== before + 1) return;
  const { sharedDraftId: id } = row;
  await tx.sharedDraft.updateMany({
    where: { id, workspaceId },
    data: { state: new Uint8Array(state), stateSeq: seq },
  });
  await tx.sharedDraftUpdate.deleteMany({ where: { sharedDraftId: id, workspaceId, seq: { lte: seq } } });
}

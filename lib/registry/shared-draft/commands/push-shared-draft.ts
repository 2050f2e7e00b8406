import type { UserActor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { isUniqueViolation } from "@/lib/core/database-errors";
import { prisma, type Transaction, transaction } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { publish } from "@/lib/core/publish";
import { runTask } from "@/lib/core/work/run-task";
import { sharedDraftTask } from "../../tasks";
import { loadUpdates } from "../queries";
import { type PushSharedDraftInput, sharedDraftLimits } from "../schema";
import { sharedDraftsTopic } from "../topic";

/** Adds a tab's update, at most once, and its caret. Throws 404 unless the tab takes part. */
export async function pushSharedDraft(actor: UserActor, input: PushSharedDraftInput): Promise<void> {
  authorize(actor, "prompt:write");
  const { id, tab, update, caret } = input;
  const { workspaceId, userId } = actor;
  const { count } = await transaction((tx) =>
    tx.sharedDraftPerson.updateMany({
      where: { sharedDraftId: id, workspaceId, userId, tabId: tab },
      data: { caret: caret === null ? Prisma.DbNull : (caret as Prisma.InputJsonValue), seenAt: databaseNow() },
    }),
  );
  if (count === 0) throw notFound("This shared draft");
  if (update) await add(actor, { ...input, update });
  publish(sharedDraftsTopic, id);
}

type Addition = PushSharedDraftInput & { update: Uint8Array };

async function add(actor: UserActor, { id, tab, number, update }: Addition): Promise<void> {
  const { workspaceId } = actor;
  const sent = { sharedDraftId: id, workspaceId, tabId: tab, number };
  if ((await prisma().sharedDraftUpdate.count({ where: sent })) > 0) return;
  const { seq: before, updates } = await loadUpdates(workspaceId, id);
  const { state } = await runTask(sharedDraftTask, { updates: [...updates, update] }, { workspaceId });
  try {
    await transaction((tx) => insert(tx, actor, { ...sent, update: new Uint8Array(update) }, { before, state }));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error; // the same update, sent twice concurrently
  }
}

type SharedDraftRow = {
  sharedDraftId: string;
  workspaceId: string;
  tabId: string;
  number: number;
  update: Uint8Array<ArrayBuffer>;
};

async function insert(
  tx: Transaction,
  { workspaceId, userId }: UserActor,
  row: SharedDraftRow,
  merged: { before: number; state: Uint8Array },
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
  if (seq - stateSeq < sharedDraftLimits.tail || seq !== merged.before + 1) return;
  const { sharedDraftId: id } = row;
  await tx.sharedDraft.updateMany({
    where: { id, workspaceId },
    data: { state: new Uint8Array(merged.state), stateSeq: seq },
  });
  await tx.sharedDraftUpdate.deleteMany({ where: { sharedDraftId: id, workspaceId, seq: { lte: seq } } });
}

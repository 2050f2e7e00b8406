import type { UserActor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { isUniqueViolation } from "@/lib/core/database-errors";
import { prisma, transaction } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { publish } from "@/lib/core/publish";
import { addUpdate, mergeUpdate, type SharedChange } from "../add-update";
import type { PushSharedDraftInput } from "../schema";
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

async function add(actor: UserActor, change: SharedChange): Promise<void> {
  const { id, tab, number } = change;
  const { workspaceId } = actor;
  const sent = { sharedDraftId: id, workspaceId, tabId: tab, number };
  if ((await prisma().sharedDraftUpdate.count({ where: sent })) > 0) return;
  const addition = await mergeUpdate(actor, change);
  try {
    await transaction((tx) => addUpdate(tx, actor, addition));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error; // the same update, sent twice concurrently
  }
}

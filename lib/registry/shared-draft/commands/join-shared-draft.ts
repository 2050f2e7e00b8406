import type { UserActor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import { publish } from "@/lib/core/publish";
import { presentForMs } from "../../queries/presences";
import { readSharedDraft, type SharedDraftNews } from "../queries";
import { type LeaveSharedDraftInput, type SharedDraftTab, sharedDraftLimits } from "../schema";
import { sharedDraftsTopic } from "../topic";

/** Joins a shared draft with one tab and returns the whole draft. */
export async function joinSharedDraft(actor: UserActor, { id, tab }: SharedDraftTab): Promise<SharedDraftNews> {
  authorize(actor, "prompt:write");
  const { workspaceId, userId } = actor;
  const now = databaseNow();
  const absentSince = new Date(now.getTime() - presentForMs);
  await transaction(async (tx) => {
    const rows = await tx.$queryRaw<unknown[]>`
      select id from shared_drafts where id = ${id}::uuid and workspace_id = ${workspaceId}::uuid for update`;
    if (rows.length === 0) throw notFound("This shared draft");
    const own = { sharedDraftId: id, workspaceId, userId };
    await tx.sharedDraftPerson.deleteMany({ where: { ...own, seenAt: { lt: absentSince } } });
    const present = { sharedDraftId: id, workspaceId, tabId: { not: tab }, seenAt: { gte: absentSince } };
    if ((await tx.sharedDraftPerson.count({ where: present })) >= sharedDraftLimits.people)
      throw new AppError("invalid_state", `${sharedDraftLimits.people} tabs edit this draft already.`);
    await tx.sharedDraftPerson.deleteMany({ where: { ...own, tabId: tab } });
    if ((await tx.sharedDraftPerson.count({ where: { sharedDraftId: id, workspaceId, tabId: tab } })) > 0)
      throw new AppError("invalid_state", "Another person edits this draft in a tab of this id. Reload the page.");
    await tx.sharedDraftPerson.create({ data: { ...own, tabId: tab, seenAt: now } });
  });
  publish(sharedDraftsTopic, id);
  return readSharedDraft(actor, { id, tab, since: -1 });
}

/**
 * Leaves a shared draft with one tab. When the last person leaves, the shared draft is deleted; that person keeps the
 * text.
 */
export async function leaveSharedDraft(actor: UserActor, { id, tab, isClosing }: LeaveSharedDraftInput): Promise<void> {
  authorize(actor, "prompt:read");
  const { workspaceId, userId } = actor;
  const own = { sharedDraftId: id, workspaceId, userId, tabId: tab };
  await transaction(async (tx) => {
    await tx.$queryRaw`
      select id from shared_drafts where id = ${id}::uuid and workspace_id = ${workspaceId}::uuid for update`;
    if (isClosing) {
      await tx.sharedDraftPerson.updateMany({ where: own, data: { seenAt: new Date(0) } });
      return;
    }
    const { count } = await tx.sharedDraftPerson.deleteMany({ where: own });
    if (count > 0) await tx.sharedDraft.deleteMany({ where: { id, workspaceId, people: { none: {} } } });
  });
  publish(sharedDraftsTopic, id);
}

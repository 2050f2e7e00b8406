import { databaseNow } from "@/lib/core/database-clock";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import { serverUrl } from "@/lib/core/server-url";
import type { Actor } from "../actor";
import { recordAudit } from "../audit";
import { authorize } from "../authorize";
import { queueMail } from "../mail/commands";
import type { DeleteWorkspaceInput } from "../schema";

/** How long an owner can cancel a deletion, in days. */
const undoDays = 7;

async function lockWorkspace(tx: Transaction, { workspaceId }: Actor) {
  await tx.$queryRaw`select 1 from workspaces where id = ${workspaceId}::uuid for no key update`;
  const row = await tx.workspace.findUnique({
    where: { id: workspaceId },
    select: { name: true, slug: true, deletionAt: true },
  });
  if (!row) throw notFound("This workspace");
  return row;
}

/**
 * Schedules the deletion of the workspace in seven days. Until then everything works as before, and an owner can
 * cancel. Notifies all owners by e-mail. Throws 403 unless the actor is an owner, 422 `invalid_request` if the slug
 * differs, 409 `invalid_state` if a deletion is already scheduled.
 */
export async function deleteWorkspace(actor: Actor, { slug }: DeleteWorkspaceInput): Promise<{ deletionAt: string }> {
  authorize(actor, "workspace:delete");
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    const before = await lockWorkspace(tx, actor);
    if (before.slug !== slug) throw new AppError("invalid_request", `Type ${before.slug} to delete this workspace.`);
    if (before.deletionAt) throw new AppError("invalid_state", "This workspace is already about to be deleted.");
    const deletionAt = new Date(databaseNow().getTime() + undoDays * 24 * 3_600_000);
    await tx.workspace.update({ where: { id: workspaceId }, data: { deletionAt } });
    const target = { id: workspaceId, name: before.name };
    await recordAudit(tx, actor, "workspace.delete", target, { deletionAt: deletionAt.toISOString() });
    const owners = await tx.member.findMany({
      where: { workspaceId, role: "owner" },
      select: { user: { select: { email: true } } },
    });
    const day = deletionAt.toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" });
    const url = `${serverUrl()}/${slug}/settings`;
    const by = actor.name;
    for (const { user } of owners)
      await queueMail(tx, user.email, { kind: "workspace-deletion", url, workspace: before.name, by, day });
    return { deletionAt: deletionAt.toISOString() };
  });
}

/**
 * Cancels a deletion. Throws 403 unless the actor is an owner, 409 `invalid_state` if none is scheduled or it has
 * begun.
 */
export async function keepWorkspace(actor: Actor): Promise<{ deletionAt: null }> {
  authorize(actor, "workspace:delete");
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    const { name, deletionAt } = await lockWorkspace(tx, actor);
    if (!deletionAt) throw new AppError("invalid_state", "This workspace is not about to be deleted.");
    if (deletionAt <= databaseNow()) throw new AppError("invalid_state", "It is too late. The deletion has begun.");
    await tx.workspace.update({ where: { id: workspaceId }, data: { deletionAt: null } });
    await recordAudit(tx, actor, "workspace.keep", { id: workspaceId, name }, {});
    return { deletionAt: null };
  });
}

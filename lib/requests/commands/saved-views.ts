import type { z } from "zod";
import type { UserActor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import { mostViews } from "../queries/saved-views";
import { savedViewInput } from "../schema";
import { auditedFilter } from "../user-hash";

const auditedQuery = (workspaceId: string, query: string) =>
  auditedFilter(workspaceId, Object.fromEntries(new URLSearchParams(query)));

/**
 * Saves filters under a name, for the person or for the workspace. Replaces the person's view with the same name, or
 * changes the one with this id. Throws 404 `not_found`, 409 `already_exists` if another view has the new name.
 */
export async function saveView(actor: UserActor, input: z.input<typeof savedViewInput>): Promise<{ id: string }> {
  authorize(actor, "interaction:read");
  const { id: changed, ...wanted } = parseInput(savedViewInput, input);
  if (wanted.isShared) authorize(actor, "review:write");
  const { workspaceId, userId } = actor;
  return transaction(async (tx) => {
    // The lock serializes what one person saves, so that a name is used once.
    await tx.$queryRaw`
      select 1 from members where workspace_id = ${workspaceId}::uuid and user_id = ${userId}::uuid for no key update`;
    // An admin may remove a shared view meanwhile.
    await tx.$queryRaw`
      select 1 from saved_views where workspace_id = ${workspaceId}::uuid and user_id = ${userId}::uuid
      order by id for no key update`;
    const own = await tx.savedView.findMany({
      where: { workspaceId, userId },
      select: { id: true, name: true, query: true, isShared: true },
    });
    const existing = own.find((view) => (changed ? view.id === changed : view.name === wanted.name));
    if (changed && !existing) throw notFound("This view");
    const name = wanted.name ?? existing?.name ?? "";
    const query = wanted.query ?? existing?.query ?? "";
    const isShared = wanted.isShared ?? existing?.isShared ?? false;
    const sameName = own.find((view) => view.name === name);
    if (sameName && sameName !== existing) throw new AppError("already_exists", `You have a view “${name}” already.`);
    if (!existing && own.length >= mostViews)
      throw new AppError("invalid_state", `You have ${mostViews} views. Remove one first.`);
    const { id } = existing
      ? await tx.savedView.update({ where: { id: existing.id, workspaceId }, data: { name, query, isShared } })
      : await tx.savedView.create({
          data: { workspaceId, userId, name, query, isShared, createdByName: actor.name },
        });
    if (isShared || existing?.isShared)
      await recordAudit(
        tx,
        actor,
        "request-view.save",
        { id, name },
        { filter: auditedQuery(workspaceId, query), isShared },
      );
    return { id };
  });
}

/** Removes the person's own view or, for an admin, any shared view. Throws 404 `not_found`. */
export async function removeView(actor: UserActor, { id }: { id: string }): Promise<{ id: string }> {
  authorize(actor, "interaction:read");
  const { workspaceId, userId } = actor;
  return transaction(async (tx) => {
    const view = await tx.savedView.findFirst({ where: { id, workspaceId, OR: [{ userId }, { isShared: true }] } });
    if (!view) throw notFound("This view");
    if (view.userId !== userId) authorize(actor, "workspace:write");
    const { count } = await tx.savedView.deleteMany({ where: { id, workspaceId } });
    if (count === 0) throw notFound("This view");
    if (view.isShared) await recordAudit(tx, actor, "request-view.remove", { id, name: view.name });
    return { id };
  });
}

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

/** Saves filters under a name, for the person or for the workspace. Replaces a view with the same name. */
export async function saveView(actor: UserActor, input: z.input<typeof savedViewInput>): Promise<{ id: string }> {
  authorize(actor, "interaction:read");
  const { name, query, isShared } = parseInput(savedViewInput, input);
  if (isShared) authorize(actor, "review:write");
  const { workspaceId, userId } = actor;
  return transaction(async (tx) => {
    const existing = await tx.savedView.findFirst({ where: { workspaceId, userId, name } });
    const count = existing ? 0 : await tx.savedView.count({ where: { workspaceId, userId } });
    if (count >= mostViews) throw new AppError("invalid_state", `You have ${mostViews} views. Remove one first.`);
    const { id } = existing
      ? await tx.savedView.update({ where: { id: existing.id, workspaceId }, data: { query, isShared } })
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
    await tx.savedView.deleteMany({ where: { id, workspaceId } });
    if (view.isShared) await recordAudit(tx, actor, "request-view.remove", { id, name: view.name });
    return { id };
  });
}

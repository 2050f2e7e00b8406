import type { z } from "zod";
import type { UserActor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import { mostViews } from "../queries/saved-views";
import { savedViewInput } from "../schema";

/** Keeps filters under a name: for oneself, or for everybody. The same name again changes what it shows. */
export async function saveView(actor: UserActor, input: z.input<typeof savedViewInput>): Promise<{ id: string }> {
  authorize(actor, "interaction:read");
  const { name, query, isShared } = parseInput(savedViewInput, input);
  if (isShared) authorize(actor, "review:write");
  const { workspaceId, userId } = actor;
  return transaction(async (tx) => {
    const known = await tx.savedView.findFirst({ where: { workspaceId, userId, name } });
    const count = known ? 0 : await tx.savedView.count({ where: { workspaceId, userId } });
    if (count >= mostViews) throw new AppError("invalid_state", `You have ${mostViews} views. Remove one first.`);
    const { id } = known
      ? await tx.savedView.update({ where: { id: known.id, workspaceId }, data: { query, isShared } })
      : await tx.savedView.create({
          data: { workspaceId, userId, name, query, isShared, createdByName: actor.name },
        });
    if (isShared || known?.isShared)
      await recordAudit(tx, actor, "request-view.save", { id, name }, { query, isShared });
    return { id };
  });
}

/** Removes a view: one's own, or as an admin anybody's shared one. 404 `not_found`. */
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

import type { UserActor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import { publish } from "@/lib/core/publish";
import { addUpdate, mergeUpdate } from "../add-update";
import type { MoveSharedDraftInput } from "../schema";
import { sharedDraftsTopic } from "../topic";

/**
 * Changes the base version of a shared draft for everybody, and adds the text in which its changes are merged. Returns
 * whether it was changed: of two people who merge the same version, only the first one changes the text.
 */
export async function moveSharedDraft(
  actor: UserActor,
  { id, from, to, merged }: MoveSharedDraftInput,
): Promise<boolean> {
  authorize(actor, "prompt:write");
  const { workspaceId, userId } = actor;
  const addition = merged && (await mergeUpdate(actor, { id, ...merged }));
  const isMoved = await transaction(async (tx) => {
    const draft = await tx.sharedDraft.findFirst({ where: { id, workspaceId }, select: { promptId: true } });
    if (!draft) throw notFound("This shared draft");
    const { promptId } = draft;
    if ((await tx.version.count({ where: { workspaceId, promptId, number: to } })) === 0)
      throw notFound(`Version ${to} of this prompt`);
    const { count } = await tx.sharedDraft.updateMany({
      where: { id, workspaceId, baseVersion: from, people: { some: { workspaceId, userId } } },
      data: { baseVersion: to, writers: [] },
    });
    if (count > 0 && addition) await addUpdate(tx, actor, addition);
    return count > 0;
  });
  publish(sharedDraftsTopic, id);
  return isMoved;
}

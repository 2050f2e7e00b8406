import type { UserActor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { calledBy } from "../queries/find-prompt";
import type { DropWorkingDraftInput } from "../working-draft";

/**
 * Deletes the person's own draft, unless another tab has changed it since. Returns whether the draft no longer exists.
 */
export async function dropWorkingDraft(actor: UserActor, { name, head }: DropWorkingDraftInput): Promise<boolean> {
  authorize(actor, "prompt:write");
  const { workspaceId, userId } = actor;
  return transaction(async (tx) => {
    const own = { workspaceId, userId, id: head.id, prompt: { workspaceId, ...calledBy(name) } };
    const { count } = await tx.workingDraft.deleteMany({ where: { ...own, revision: head.revision } });
    return count === 1 || (await tx.workingDraft.count({ where: own })) === 0;
  });
}

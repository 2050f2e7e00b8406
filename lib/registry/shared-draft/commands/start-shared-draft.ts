import type { UserActor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { publish } from "@/lib/core/publish";
import { runTask } from "@/lib/core/work/run-task";
import { lockPrompt } from "../../commands/load";
import { loadPromptOfDraft } from "../../commands/load-draft-place";
import { presenceHint, presenceTopic } from "../../presence-topic";
import { sharedDraftTask } from "../../tasks";
import type { StartSharedDraftInput } from "../schema";

/** Shares a draft of a version. If one is already shared there, returns it unchanged. */
export async function startSharedDraft(
  actor: UserActor,
  { name, draftCopyId, baseVersion, tab, state }: StartSharedDraftInput,
): Promise<{ id: string; isNew: boolean }> {
  authorize(actor, "prompt:write");
  const { workspaceId, userId } = actor;
  const { promptId } = await loadPromptOfDraft(workspaceId, { name, draftCopyId, baseVersion });
  const checked = await runTask(sharedDraftTask, { updates: [state] }, { workspaceId });
  const started = await transaction(async (tx) => {
    await lockPrompt(tx, workspaceId, name);
    const found = await tx.sharedDraft.findFirst({
      where: { workspaceId, promptId, draftCopyId, baseVersion },
      orderBy: { id: "asc" },
      select: { id: true },
    });
    if (found) return { id: found.id, isNew: false };
    const { id } = await tx.sharedDraft.create({
      data: {
        workspaceId,
        promptId,
        draftCopyId,
        baseVersion,
        state: new Uint8Array(checked.state),
        people: { create: { workspaceId, userId, tabId: tab } },
      },
      select: { id: true },
    });
    return { id, isNew: true };
  });
  if (started.isNew) publish(presenceTopic, presenceHint(promptId, tab));
  return started;
}

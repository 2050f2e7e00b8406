import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { transaction } from "@/lib/core/db";
import { announceEpochs } from "@/lib/core/epoch";
import type { ArchivePromptInput } from "../schema";
import { authorizeWhereLive } from "./authorize-where-live";
import { endExperiments } from "./end-experiments";
import { lockPrompt } from "./load";
import { raiseEverywhere } from "./raise-epoch";
import { endHoldbacks } from "./settle-holdback";

/** Archives a prompt and keeps its history. Requires the permission to release wherever the prompt is live. */
export function archivePrompt(
  actor: Actor,
  input: ArchivePromptInput,
): Promise<{ name: string; archivedAt: string | null }> {
  return setArchived(actor, input, true);
}

/** Restores an archived prompt, with the same deployments as before. */
export function restorePrompt(
  actor: Actor,
  input: ArchivePromptInput,
): Promise<{ name: string; archivedAt: string | null }> {
  return setArchived(actor, input, false);
}

async function setArchived(actor: Actor, input: ArchivePromptInput, isArchived: boolean) {
  const { workspaceId } = actor;
  authorize(actor, "prompt:write");
  const { epochs, ...result } = await transaction(async (tx) => {
    const prompt = await lockPrompt(tx, workspaceId, input.name);
    const { id, name } = prompt;
    if ((prompt.archivedAt !== null) === isArchived)
      return { name, archivedAt: prompt.archivedAt?.toISOString() ?? null, epochs: [] };
    await authorizeWhereLive(tx, actor, [id]);
    if (isArchived) {
      const reason = "The prompt was archived.";
      await endExperiments(tx, actor, { promptIds: [id] }, reason);
      await endHoldbacks(tx, actor, { promptIds: [id] }, reason);
    }
    const { archivedAt } = await tx.prompt.update({
      where: { id, workspaceId },
      data: { archivedAt: isArchived ? databaseNow() : null, updatedAt: databaseNow() },
    });
    await recordAudit(tx, actor, isArchived ? "prompt.archive" : "prompt.restore", { id, name });
    const epochs = await raiseEverywhere(tx, workspaceId, [id]);
    return { name, archivedAt: archivedAt?.toISOString() ?? null, epochs };
  });
  announceEpochs(epochs);
  return result;
}

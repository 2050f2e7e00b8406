import { type Actor, actorRecord } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { recordAudit } from "@/lib/core/audit";
import { type Transaction, transaction } from "@/lib/core/db";
import { announceEpochs, type EpochChange } from "@/lib/core/epoch";
import { enqueue } from "@/lib/core/outbox";
import type { ArchivePromptInput } from "../schema";
import { lockPrompt } from "./load";
import { raiseEpoch } from "./move-deployment";

/** Takes a prompt out of use; its versions and history stay. Needs the right to change every environment it is live in. */
export function archivePrompt(
  actor: Actor,
  input: ArchivePromptInput,
): Promise<{ name: string; archivedAt: string | null }> {
  return setArchived(actor, input, true);
}

/** Brings an archived prompt back, live where it was live. */
export function restorePrompt(
  actor: Actor,
  input: ArchivePromptInput,
): Promise<{ name: string; archivedAt: string | null }> {
  return setArchived(actor, input, false);
}

async function setArchived(actor: Actor, { name }: ArchivePromptInput, isArchived: boolean) {
  const { workspaceId } = actor;
  authorize(actor, "prompt:write");
  const { epochs, ...result } = await transaction(async (tx) => {
    const prompt = await lockPrompt(tx, workspaceId, name);
    if ((prompt.archivedAt !== null) === isArchived)
      return { name, archivedAt: prompt.archivedAt?.toISOString() ?? null, epochs: [] };
    const epochs = await raiseEverywhere(tx, actor, prompt.id);
    const { archivedAt } = await tx.prompt.update({
      where: { id: prompt.id, workspaceId },
      data: { archivedAt: isArchived ? new Date() : null, updatedAt: new Date() },
    });
    await recordAudit(tx, {
      workspaceId,
      actor: actorRecord(actor),
      action: isArchived ? "prompt.archive" : "prompt.restore",
      target: { kind: "prompt", id: prompt.id, name },
    });
    return { name, archivedAt: archivedAt?.toISOString() ?? null, epochs };
  });
  announceEpochs(epochs);
  return result;
}

/** Every environment's epoch: applications may also ask for pinned versions where nothing is live. */
async function raiseEverywhere(tx: Transaction, actor: Actor, promptId: string): Promise<EpochChange[]> {
  const { workspaceId } = actor;
  const environments = await tx.environment.findMany({
    where: { workspaceId },
    include: { deployments: { where: { promptId } } },
    orderBy: { id: "asc" },
  });
  const changes: EpochChange[] = [];
  for (const environment of environments) {
    if (environment.deployments.length > 0) authorize(actor, "prompt:promote", environment);
    const { epoch } = await raiseEpoch(tx, workspaceId, environment.id);
    const change = { environmentId: environment.id, epoch };
    await enqueue(tx, workspaceId, "epoch.raised", change);
    changes.push(change);
  }
  return changes;
}

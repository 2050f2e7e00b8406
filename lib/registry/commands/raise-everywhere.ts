import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import type { Transaction } from "@/lib/core/db";
import type { EpochChange } from "@/lib/core/epoch";
import { enqueue } from "@/lib/core/outbox";
import { raiseEpoch } from "./move-deployment";

/** Refuses who may not release where one of the prompts is live: for what changes whom applications get at all. */
export async function authorizeWhereLive(tx: Transaction, actor: Actor, promptIds: readonly string[]): Promise<void> {
  const { workspaceId } = actor;
  const environments = await tx.environment.findMany({
    where: { workspaceId, deployments: { some: { workspaceId, promptId: { in: [...promptIds] } } } },
    orderBy: { position: "asc" },
  });
  for (const environment of environments) authorize(actor, "prompt:promote", environment);
}

/**
 * Raises every environment's epoch, always in the same order: applications may also ask for pinned versions where
 * nothing is live. Hand the result to `announceEpochs` after the commit.
 */
export async function raiseEverywhere(tx: Transaction, workspaceId: string): Promise<EpochChange[]> {
  const environments = await tx.environment.findMany({
    where: { workspaceId },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  const changes: EpochChange[] = [];
  for (const { id } of environments) {
    const { epoch } = await raiseEpoch(tx, workspaceId, id);
    const change = { environmentId: id, epoch };
    await enqueue(tx, workspaceId, "epoch.raised", change);
    changes.push(change);
  }
  return changes;
}

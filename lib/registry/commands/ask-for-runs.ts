import type { Transaction } from "@/lib/core/db";
import { enqueue } from "@/lib/core/outbox";

/** The topic for a saved version of a prompt whose gate evaluates on save: `{ promptId, version }`. */
export const versionSaved = "version.saved";

/**
 * Requests evaluation runs of saved versions where a gate evaluates on save. The request is stored in the transaction
 * that saves the versions.
 */
export async function askForRuns(
  tx: Transaction,
  workspaceId: string,
  saved: readonly { promptId: string; version: number }[],
): Promise<void> {
  const where = { workspaceId, runOnSave: true, promptId: { in: saved.map(({ promptId }) => promptId) } };
  const policies = await tx.gatePolicy.findMany({ where, select: { promptId: true }, distinct: ["promptId"] });
  const gated = new Set(policies.map(({ promptId }) => promptId));
  for (const { promptId, version } of saved)
    if (gated.has(promptId)) await enqueue(tx, workspaceId, versionSaved, { promptId, version });
}

import type { Transaction } from "@/lib/core/db";
import { enqueue } from "@/lib/core/outbox";

/** Told when a version was saved of a prompt with a gate that evaluates on save: `{ promptId, version }`. */
export const versionSaved = "version.saved";

/** Has saved versions evaluated where a gate asks for it: the wish is written down with the versions themselves. */
export async function askForRuns(
  tx: Transaction,
  workspaceId: string,
  saved: readonly { promptId: string; version: number }[],
): Promise<void> {
  const where = { workspaceId, runOnSave: true, promptId: { in: saved.map(({ promptId }) => promptId) } };
  const policies = await tx.gatePolicy.findMany({ where, select: { promptId: true }, distinct: ["promptId"] });
  const wanted = new Set(policies.map(({ promptId }) => promptId));
  for (const { promptId, version } of saved)
    if (wanted.has(promptId)) await enqueue(tx, workspaceId, versionSaved, { promptId, version });
}

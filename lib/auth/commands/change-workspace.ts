import { type Transaction, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { Actor } from "../actor";
import { recordAudit } from "../audit";
import { assertProved, authorize } from "../authorize";
import type { ChangeWorkspaceInput } from "../schema";

type WorkspaceSettings = { name: string; requiresProof: boolean; requiresSecondFactor: boolean };

/**
 * Changes the workspace's name and its security requirements: a proof of identity for sensitive actions, a second
 * factor for everything. A change of either requires a proof of identity. Throws 409 `invalid_state` if a person
 * without a second factor requires one of everyone, because they would lock themselves out.
 */
export async function changeWorkspace(
  actor: Actor,
  { name, requiresProof, requiresSecondFactor }: ChangeWorkspaceInput,
): Promise<WorkspaceSettings> {
  authorize(actor, "workspace:write");
  if (requiresProof !== undefined || requiresSecondFactor !== undefined) assertProved(actor);
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    await tx.$queryRaw`select 1 from workspaces where id = ${workspaceId}::uuid for no key update`;
    const before = await tx.workspace.findUnique({
      where: { id: workspaceId },
      select: { name: true, requiresProof: true, requiresSecondFactor: true },
    });
    if (!before) throw notFound("This workspace");
    const after = {
      name: name ?? before.name,
      requiresProof: requiresProof ?? before.requiresProof,
      requiresSecondFactor: requiresSecondFactor ?? before.requiresSecondFactor,
    };
    if (after.requiresSecondFactor && !before.requiresSecondFactor) await assertOwnFactor(tx, actor);
    await tx.workspace.update({ where: { id: workspaceId }, data: after });
    const target = { id: workspaceId, name: after.name };
    if (after.name !== before.name)
      await recordAudit(tx, actor, "workspace.rename", target, { formerName: before.name });
    if (after.requiresProof !== before.requiresProof)
      await recordAudit(tx, actor, "workspace.require-proof", target, { requiresProof: after.requiresProof });
    if (after.requiresSecondFactor !== before.requiresSecondFactor) {
      const data = { requiresSecondFactor: after.requiresSecondFactor };
      await recordAudit(tx, actor, "workspace.require-factor", target, data);
    }
    return after;
  });
}

async function assertOwnFactor(tx: Transaction, actor: Actor): Promise<void> {
  if (actor.kind !== "user") return;
  const { userId } = actor;
  const counts = await Promise.all([
    tx.secondFactor.count({ where: { userId, confirmedAt: { not: null } } }),
    tx.passkey.count({ where: { userId } }),
    tx.userIdentity.count({ where: { userId } }),
  ]);
  if (counts.every((count) => count === 0))
    throw new AppError("invalid_state", "Set up a second factor in your own account first.");
}

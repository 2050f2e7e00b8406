import { transaction } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import type { Actor } from "../actor";
import { recordAudit } from "../audit";
import { assertProved, authorize } from "../authorize";
import type { ChangeWorkspaceInput } from "../schema";

type Changed = { name: string; requiresProof: boolean };

/** Changes the workspace's name, and whether risky acts ask for a proof of identity; the latter asks for one itself. */
export async function changeWorkspace(actor: Actor, { name, requiresProof }: ChangeWorkspaceInput): Promise<Changed> {
  authorize(actor, "workspace:write");
  if (requiresProof !== undefined) assertProved(actor);
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    await tx.$queryRaw`select 1 from workspaces where id = ${workspaceId}::uuid for no key update`;
    const before = await tx.workspace.findUnique({
      where: { id: workspaceId },
      select: { name: true, requiresProof: true },
    });
    if (!before) throw notFound("This workspace");
    const after = { name: name ?? before.name, requiresProof: requiresProof ?? before.requiresProof };
    await tx.workspace.update({ where: { id: workspaceId }, data: after });
    const target = { id: workspaceId, name: after.name };
    if (after.name !== before.name)
      await recordAudit(tx, actor, "workspace.rename", target, { formerName: before.name });
    if (after.requiresProof !== before.requiresProof)
      await recordAudit(tx, actor, "workspace.require-proof", target, { requiresProof: after.requiresProof });
    return after;
  });
}

import { recordAudit } from "@/lib/core/audit";
import { transaction } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import { type Actor, actorRecord } from "../actor";
import { authorize } from "../authorize";
import type { RenameWorkspaceInput } from "../schema";

/** Gives the workspace another name; its address stays. */
export async function renameWorkspace(actor: Actor, { name }: RenameWorkspaceInput): Promise<{ name: string }> {
  authorize(actor, "workspace:write");
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    await tx.$queryRaw`select 1 from workspaces where id = ${workspaceId}::uuid for no key update`;
    const before = await tx.workspace.findUnique({ where: { id: workspaceId }, select: { name: true, slug: true } });
    if (!before) throw notFound("This workspace");
    if (before.name === name) return { name };
    await tx.workspace.update({ where: { id: workspaceId }, data: { name } });
    await recordAudit(tx, {
      workspaceId,
      actor: actorRecord(actor),
      action: "workspace.rename",
      target: { kind: "workspace", id: workspaceId, name },
      data: { formerName: before.name },
    });
    return { name };
  });
}

import { databaseNow } from "@/lib/core/database-clock";
import { transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { Actor } from "../actor";
import { recordAudit } from "../audit";
import { authorize } from "../authorize";
import { isAbove } from "../member-rules";
import { type InvitationView, toInvitationView } from "../queries/invitations";
import type { InvitationIdInput } from "../schema";
import { lockForChange } from "./lock-members";

/** Revokes an invitation; its link stops working immediately. Idempotent. Throws 409 `invalid_state` if it was used. */
export async function revokeInvitation(actor: Actor, { id }: InvitationIdInput): Promise<InvitationView> {
  authorize(actor, "member:write");
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    const { acting } = await lockForChange(tx, actor);
    await tx.$queryRaw`select 1 from invitations where id = ${id}::uuid and workspace_id = ${workspaceId}::uuid for update`;
    const row = await tx.invitation.findFirst({ where: { id, workspaceId } });
    if (!row) throw notFound("This invitation");
    if (row.acceptedAt)
      throw new AppError(
        "invalid_state",
        `${row.email} has already joined with this invitation. Remove the member instead.`,
      );
    if (isAbove(row.role, acting))
      throw new AppError("forbidden", "Only owners can revoke the invitation of an owner.");
    if (row.revokedAt) return toInvitationView(row);
    const revoked = await tx.invitation.update({ where: { id, workspaceId }, data: { revokedAt: databaseNow() } });
    await recordAudit(tx, actor, "invitation.revoke", { id, name: row.email }, { role: row.role });
    return toInvitationView(revoked);
  });
}

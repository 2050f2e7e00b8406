import { recordAudit } from "@/lib/core/audit";
import { transaction } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import { type Actor, actorRecord } from "../actor";
import { authorize } from "../authorize";
import { assignableRoles, refuseRoleChange } from "../member-rules";
import { type MemberView, toMemberView } from "../queries/members";
import type { ChangeMemberRoleInput } from "../schema";
import { endInvitations } from "./end-invitations";
import { lockForChange } from "./lock-members";

/**
 * Gives a member another role. Throws 403 `forbidden` for what is above one's own, 409 `last_owner`. Open invitations
 * that the member could not make with the new role end.
 */
export async function changeMemberRole(actor: Actor, { id: userId, role }: ChangeMemberRoleInput): Promise<MemberView> {
  authorize(actor, "member:write");
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    const { acting, owners, roleOf } = await lockForChange(tx, actor, userId);
    const from = roleOf(userId);
    if (!from) throw notFound("This member");
    const refused = refuseRoleChange({ acting, from, to: role, owners });
    if (refused) throw refused;
    const member = await tx.member.update({
      where: { workspaceId_userId: { workspaceId, userId } },
      data: { role },
      include: { user: true },
    });
    if (from === role) return toMemberView(member);
    const ended = await endInvitations(tx, { workspaceId, userId, role: assignableRoles(role).at(-1) ?? null });
    await recordAudit(tx, {
      workspaceId,
      actor: actorRecord(actor),
      action: "member.change-role",
      target: { kind: "member", id: userId, name: member.user.name },
      data: { fromRole: from, toRole: role, ...(ended > 0 && { endedInvitations: ended }) },
    });
    return toMemberView(member);
  });
}

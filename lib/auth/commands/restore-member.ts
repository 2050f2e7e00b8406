import { databaseNow } from "@/lib/core/database-clock";
import { transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { Actor } from "../actor";
import { recordAudit } from "../audit";
import { authorize } from "../authorize";
import { refuseRoleAssignment, roles } from "../member-rules";
import { memberRefusalError } from "../member-words";
import { type MemberView, toMemberView } from "../queries/members";
import type { MemberIdInput } from "../schema";
import { lockForChange } from "./lock-members";

/** How long a removal can be undone. */
const restoreMinutes = 15;

/**
 * Undoes a removal of the last 15 minutes, with the same role. Throws 404 if there was none, 403 `forbidden` for a role
 * above the actor's own, 409 `already_exists` for a member.
 */
export async function restoreMember(actor: Actor, { id: userId }: MemberIdInput): Promise<MemberView> {
  authorize(actor, "member:write");
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    const { acting, roleOf } = await lockForChange(tx, actor, userId);
    if (roleOf(userId)) throw new AppError("already_exists", "This person is already a member.");
    const since = new Date(databaseNow().getTime() - restoreMinutes * 60_000);
    const last = await tx.auditEvent.findFirst({
      where: { workspaceId, targetId: userId, action: { in: ["member.remove", "member.leave"] } },
      orderBy: [{ at: "desc" }, { id: "desc" }],
    });
    const role = roles.find((each) => each === (last?.data as { role?: unknown } | null)?.role);
    if (!last || !role || last.action !== "member.remove" || last.at < since)
      throw notFound(`A removal of this person in the last ${restoreMinutes} minutes`);
    const refused = refuseRoleAssignment(acting, role);
    if (refused) throw memberRefusalError(refused);
    const member = await tx.member.create({ data: { workspaceId, userId, role }, include: { user: true } });
    await recordAudit(tx, actor, "member.restore", { id: userId, name: member.user.name }, { role });
    return toMemberView(member);
  });
}

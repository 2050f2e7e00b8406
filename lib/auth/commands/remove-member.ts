import { recordAudit } from "@/lib/core/audit";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { Role } from "@/lib/core/generated/prisma/enums";
import { type Actor, actorRecord } from "../actor";
import { authorize } from "../authorize";
import { refuseLeave, refuseRemoval } from "../member-rules";
import { type MemberView, toMemberView } from "../queries/members";
import type { MemberIdInput } from "../schema";
import { endInvitations } from "./end-invitations";
import { lockForChange, lockMembers } from "./lock-members";

/**
 * Ends a membership at once: the person's next request is refused, what they wrote stays under their name. Throws 403
 * `forbidden`, 409 `last_owner`.
 */
export async function removeMember(actor: Actor, { id: userId }: MemberIdInput): Promise<MemberView> {
  authorize(actor, "member:write");
  return transaction(async (tx) => {
    const { acting, owners, roleOf } = await lockForChange(tx, actor, userId);
    const role = roleOf(userId);
    if (!role) throw notFound("This member");
    const refused = refuseRemoval({ acting, role, owners });
    if (refused) throw refused;
    return end(tx, actor, { userId, role, action: "member.remove" });
  });
}

/** Ends one's own membership. Throws 409 `last_owner`. */
export async function leaveWorkspace(actor: Actor): Promise<MemberView> {
  if (actor.kind !== "user") throw new AppError("forbidden", "Only a person leaves a workspace.");
  const { userId } = actor;
  return transaction(async (tx) => {
    const { acting: role, owners } = await lockMembers(tx, actor);
    const refused = refuseLeave({ role, owners });
    if (refused) throw refused;
    return end(tx, actor, { userId, role, action: "member.leave" });
  });
}

type Ending = { userId: string; role: Role; action: "member.remove" | "member.leave" };

async function end(tx: Transaction, actor: Actor, { userId, role, action }: Ending): Promise<MemberView> {
  const { workspaceId } = actor;
  const member = await tx.member.delete({
    where: { workspaceId_userId: { workspaceId, userId } },
    include: { user: true },
  });
  const ended = await endInvitations(tx, { workspaceId, userId, role: null });
  await recordAudit(tx, {
    workspaceId,
    actor: actorRecord(actor),
    action,
    target: { kind: "member", id: userId, name: member.user.name },
    data: { role, ...(ended > 0 && { endedInvitations: ended }) },
  });
  return toMemberView(member);
}

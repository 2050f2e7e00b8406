import { type Transaction, transaction } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import type { Role } from "@/lib/core/generated/prisma/enums";
import { publish } from "@/lib/core/publish";
import type { Actor } from "../actor";
import { keysTopic } from "../api-keys";
import { recordAudit } from "../audit";
import { authorize } from "../authorize";
import { assignableRoles, losesKeys, refuseRoleChange } from "../member-rules";
import { memberRefusalError } from "../member-words";
import { type MemberView, toMemberView } from "../queries/members";
import type { ChangeMemberRoleInput } from "../schema";
import { endInvitations } from "./end-invitations";
import { endKeys } from "./end-keys";
import { lockForChange } from "./lock-members";

/**
 * Changes a member's role. Throws 403 `forbidden` for a role above the actor's own, 409 `last_owner`. Ends open
 * invitations that the member could not send with the new role. If the new role is lower and may not create keys,
 * revokes the member's keys, or transfers them to the actor if they are to be kept.
 */
export async function changeMemberRole(
  actor: Actor,
  { id: userId, role, keys = "revoke" }: ChangeMemberRoleInput,
): Promise<MemberView> {
  authorize(actor, "member:write");
  const view = await transaction(async (tx) => {
    const { acting, owners, roleOf } = await lockForChange(tx, actor, userId);
    const from = roleOf(userId);
    if (!from) throw notFound("This member");
    const refused = refuseRoleChange({ acting, from, to: role, owners });
    if (refused) throw memberRefusalError(refused);
    return setRole(tx, actor, { userId, from, to: role, keys });
  });
  publish(keysTopic, actor.workspaceId);
  return view;
}

type RoleChange = { userId: string; from: Role; to: Role; keys: "revoke" | "keep" };

/** Changes the role of a member whose row is locked, in the caller's transaction. */
export async function setRole(
  tx: Transaction,
  actor: Actor,
  { userId, from, to, keys }: RoleChange,
): Promise<MemberView> {
  const { workspaceId } = actor;
  const member = await tx.member.update({
    where: { workspaceId_userId: { workspaceId, userId } },
    data: { role: to },
    include: { user: true },
  });
  if (from === to) return toMemberView(member);
  const ended = await endInvitations(tx, { workspaceId, userId, role: assignableRoles(to).at(-1) ?? null });
  const revokedKeys = losesKeys(from, to) ? await endKeys(tx, actor, userId, keys) : 0;
  await recordAudit(
    tx,
    actor,
    "member.change-role",
    { id: userId, name: member.user.name },
    {
      fromRole: from,
      toRole: to,
      ...(ended > 0 && { endedInvitations: ended }),
      ...(revokedKeys > 0 && { revokedKeys }),
    },
  );
  return toMemberView(member);
}

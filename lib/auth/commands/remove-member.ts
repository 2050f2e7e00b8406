import { type Transaction, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { Role } from "@/lib/core/generated/prisma/enums";
import { publish } from "@/lib/core/publish";
import type { Actor } from "../actor";
import { keysTopic } from "../api-keys";
import { recordAudit } from "../audit";
import { authorize } from "../authorize";
import { refuseLeave, refuseRemoval } from "../member-rules";
import { memberRefusalError } from "../member-words";
import { type MemberView, toMemberView } from "../queries/members";
import type { RemoveMemberInput } from "../schema";
import { endInvitations } from "./end-invitations";
import { endKeys } from "./end-keys";
import { lockForChange, lockMembers } from "./lock-members";

/**
 * Ends a membership at once: the person's next request is refused, what they wrote stays under their name. The keys they
 * own are revoked, unless they are to be kept: then they belong to whoever removes them. Throws 403
 * `forbidden`, 409 `last_owner`, 409 `invalid_state` when nobody could own the keys.
 */
export async function removeMember(
  actor: Actor,
  { id: userId, keys = "revoke" }: RemoveMemberInput,
): Promise<MemberView> {
  authorize(actor, "member:write");
  const view = await transaction(async (tx) => {
    const { acting, owners, roleOf } = await lockForChange(tx, actor, userId);
    const role = roleOf(userId);
    if (!role) throw notFound("This member");
    const refused = refuseRemoval({ acting, role, owners });
    if (refused) throw memberRefusalError(refused);
    return endMembership(tx, actor, { userId, role, keys, action: "member.remove" });
  });
  publish(keysTopic, actor.workspaceId);
  return view;
}

/** Ends one's own membership, with the keys one owns: nobody else took them over. Throws 409 `last_owner`. */
export async function leaveWorkspace(actor: Actor): Promise<MemberView> {
  if (actor.kind !== "user") throw new AppError("forbidden", "Only a person can leave a workspace.");
  const { userId } = actor;
  const view = await transaction(async (tx) => {
    const { acting: role, owners } = await lockMembers(tx, actor);
    const refused = refuseLeave({ role, owners });
    if (refused) throw memberRefusalError(refused);
    return endMembership(tx, actor, { userId, role, keys: "revoke", action: "member.leave" });
  });
  publish(keysTopic, actor.workspaceId);
  return view;
}

type Ending = { userId: string; role: Role; keys: "revoke" | "keep"; action: "member.remove" | "member.leave" };

/** Ends a membership with the keys of the person, in the caller's transaction. */
export async function endMembership(
  tx: Transaction,
  actor: Actor,
  { userId, role, keys, action }: Ending,
): Promise<MemberView> {
  const { workspaceId } = actor;
  const member = await tx.member.delete({
    where: { workspaceId_userId: { workspaceId, userId } },
    include: { user: true },
  });
  const ended = await endInvitations(tx, { workspaceId, userId, role: null });
  const revokedKeys = await endKeys(tx, actor, userId, keys);
  await recordAudit(
    tx,
    actor,
    action,
    { id: userId, name: member.user.name },
    { role, ...(ended > 0 && { endedInvitations: ended }), ...(revokedKeys > 0 && { revokedKeys }) },
  );
  return toMemberView(member);
}

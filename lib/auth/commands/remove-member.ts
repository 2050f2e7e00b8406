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
 * Removes a member. Their next request is refused; their work keeps their name. Revokes the keys they own, or transfers
 * them to the actor if they are to be kept. Throws 403 `forbidden`, 409 `last_owner`, 409 `invalid_state` if the keys
 * have no possible owner.
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

/**
 * Ends the actor's own membership and revokes the keys they own, because nobody takes them over. Throws 409
 * `last_owner`.
 */
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

/** Deletes a membership and ends the person's keys, in the caller's transaction. */
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

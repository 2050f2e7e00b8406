import { databaseNow } from "@/lib/core/database-clock";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { Role } from "@/lib/core/generated/prisma/enums";
import { publish } from "@/lib/core/publish";
import { serverUrl } from "@/lib/core/server-url";
import type { Actor } from "../actor";
import { keysTopic } from "../api-keys";
import { recordAudit } from "../audit";
import { authorize } from "../authorize";
import { queueMail } from "../mail/commands";
import {
  assignableRoles,
  losesKeys,
  refuseLeave,
  refuseRemoval,
  refuseRoleAssignment,
  refuseRoleChange,
  roles,
} from "../member-rules";
import { memberRefusalError } from "../member-words";
import { type MemberView, toMemberView } from "../queries/members";
import type { ChangeMemberRoleInput, MemberIdInput, RemoveMemberInput, TransferOwnershipInput } from "../schema";
import { assertFreshProof } from "../sessions/fresh-proof";
import type { SessionPerson } from "../sessions/queries";
import { endInvitations } from "./end-invitations";
import { endKeys } from "./end-keys";
import { lockForChange, lockMembers } from "./lock-members";

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

/**
 * Makes another member an owner in the actor's place. The actor becomes an admin and keeps their keys. Both are
 * notified by e-mail. Throws 403 `proof_required`, 403 unless the actor is an owner, 404 `not_found`, 422
 * `invalid_request` if the slug differs, 409 `invalid_state` if the member is already an owner.
 */
export async function transferOwnership(
  actor: Actor,
  person: SessionPerson,
  { id: userId, slug }: TransferOwnershipInput,
): Promise<MemberView> {
  authorize(actor, "workspace:delete");
  assertFreshProof(person);
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    const { acting, roleOf } = await lockForChange(tx, actor, userId);
    if (acting !== "owner") throw new AppError("forbidden", "Only an owner can transfer a workspace.");
    const workspace = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
    if (workspace.slug !== slug) throw new AppError("invalid_request", `Type ${workspace.slug} to transfer it.`);
    const role = roleOf(userId);
    if (!role) throw notFound("This member");
    if (role === "owner") throw new AppError("invalid_state", "This person is already an owner.");
    const give = (id: string, next: "owner" | "admin") =>
      tx.member.update({
        where: { workspaceId_userId: { workspaceId, userId: id } },
        data: { role: next },
        include: { user: true },
      });
    const to = await give(userId, "owner");
    const from = await give(person.userId, "admin");
    const data = { from: person.userId, to: userId, formerRole: role };
    await recordAudit(tx, actor, "workspace.transfer", { id: workspaceId, name: workspace.name }, data);
    const url = `${serverUrl()}/${slug}/settings/members`;
    for (const { user } of [to, from])
      await queueMail(tx, user.email, {
        kind: "ownership",
        url,
        workspace: workspace.name,
        from: from.user.name,
        to: to.user.name,
      });
    return toMemberView(to);
  });
}

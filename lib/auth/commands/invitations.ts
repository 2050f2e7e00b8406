import { databaseNow } from "@/lib/core/database-clock";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { Invitation } from "@/lib/core/generated/prisma/client";
import { isMailSetUp } from "@/lib/core/mail";
import { serverUrl } from "@/lib/core/server-url";
import { type Actor, actorRecord, type Person, personRecord } from "../actor";
import { recordAudit } from "../audit";
import { authorize } from "../authorize";
import { assertMayMakeAccount } from "../domains/commands";
import { normaliseEmail } from "../email";
import { assertOpen, invitationDays } from "../invitation-rules";
import { hashLinkToken, mintLinkToken } from "../link-token";
import { queueMail } from "../mail/commands";
import { isAbove, refuseRoleAssignment } from "../member-rules";
import { memberRefusalError } from "../member-words";
import { hashPassword } from "../password";
import { type InvitationView, toInvitationView } from "../queries/invitations";
import type { AcceptInvitationInput, InvitationIdInput, InviteMemberInput, JoinWithAccountInput } from "../schema";
import { lockForChange } from "./lock-members";

/** A new invitation. Its token is available only now; null if it was sent to the address by e-mail instead. */
export type NewInvitation = InvitationView & { token: string | null };

/**
 * Invites an address for 7 days. If e-mail is set up, the link is sent only to the address, so opening it proves
 * ownership. Ends an older open invitation of the address. Throws 403 `forbidden` for a role above the actor's own, 409
 * `already_exists` for a member's address.
 */
export async function inviteMember(actor: Actor, { email, role }: InviteMemberInput): Promise<NewInvitation> {
  authorize(actor, "member:write");
  const { workspaceId } = actor;
  const token = mintLinkToken();
  const isMailed = isMailSetUp();
  const view = await transaction(async (tx) => {
    const { acting } = await lockForChange(tx, actor);
    const refused = refuseRoleAssignment(acting, role);
    if (refused) throw memberRefusalError(refused);
    const member = await tx.member.findFirst({ where: { workspaceId, user: { email } } });
    if (member)
      throw new AppError("already_exists", `${email} is already a member, as ${member.role}. Change the role instead.`);
    const now = databaseNow();
    const replaced = await tx.invitation.updateMany({
      where: { workspaceId, email, acceptedAt: null, revokedAt: null },
      data: { revokedAt: now },
    });
    const row = await tx.invitation.create({
      data: {
        workspaceId,
        email,
        role,
        tokenHash: hashLinkToken(token) ?? "",
        invitedById: actorRecord(actor).actorId,
        invitedByName: actor.kind === "key" ? `${actor.name} (API key)` : actor.name,
        isMailed,
        createdAt: now,
        expiresAt: new Date(now.getTime() + invitationDays * 86_400_000),
      },
    });
    await recordAudit(
      tx,
      actor,
      "member.invite",
      { id: row.id, name: email },
      { role, ...(isMailed && { byMail: true }), ...(replaced.count > 0 && { replaced: true }) },
    );
    const { name: workspace } = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
    const url = `${serverUrl()}/invitation/${token}`;
    const { invitedByName: invitedBy } = row;
    await queueMail(tx, email, { kind: "invitation", url, workspace, invitedBy, role, days: invitationDays });
    return toInvitationView(row);
  });
  return { ...view, token: isMailed ? null : token };
}

/**
 * Adds the signed-in person to the workspace that invited their address. Changes nothing for a member. Throws 410
 * `invitation_expired`, 403 `forbidden` for another person's invitation.
 */
export async function acceptInvitation(person: Person, { token }: AcceptInvitationInput): Promise<{ slug: string }> {
  return transaction(async (tx) => {
    const invitation = await lockInvitation(tx, token);
    const { workspaceId, email } = invitation;
    if (normaliseEmail(person.email) !== email)
      throw new AppError("forbidden", `This invitation is for ${email}, and you are signed in as ${person.email}.`);
    const { slug } = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId }, select: { slug: true } });
    const { userId } = person;
    const member = await tx.member.findUnique({ where: { workspaceId_userId: { workspaceId, userId } } });
    if (!member) await join(tx, invitation, person);
    if (invitation.isMailed)
      await tx.user.updateMany({ where: { id: userId, email }, data: { emailVerifiedAt: databaseNow() } });
    return { slug };
  });
}

type Account = { name: string; email: string; passwordHash: string; emailVerifiedAt: Date | null };

/**
 * Creates an account for an invited person and adds it to the workspace, in one transaction. Throws 410
 * `invitation_expired`; 409 `already_exists` if the address already has an account; 403 `forbidden` for an address of a
 * domain that another workspace verified, unless the invitation was sent to it by e-mail.
 */
export async function joinWithAccount({
  token,
  name,
  password,
}: JoinWithAccountInput): Promise<{ id: string; email: string; name: string }> {
  // Check the invitation before hashing the password, because hashing is the expensive part.
  await transaction(async (tx) => assertOpen(await lockInvitation(tx, token), databaseNow().getTime()));
  const passwordHash = await hashPassword(password);
  return transaction(async (tx) => {
    const invitation = await lockInvitation(tx, token);
    assertOpen(invitation, databaseNow().getTime());
    await assertMayMakeAccount(tx, invitation);
    const { email, isMailed } = invitation;
    const emailVerifiedAt = isMailed ? databaseNow() : null;
    const id = await claimAccount(tx, { name, email, passwordHash, emailVerifiedAt });
    await join(tx, invitation, { userId: id, name });
    return { id, email, name };
  });
}

/** Creates the account. An existing account without password, provider and workspace is reused. */
async function claimAccount(tx: Transaction, { name, email, passwordHash, emailVerifiedAt }: Account): Promise<string> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`account ${email}`}, 0))`;
  const existing = await tx.user.findUnique({
    where: { email },
    include: { _count: { select: { identities: true, memberships: true } } },
  });
  if (!existing) return (await tx.user.create({ data: { email, name, passwordHash, emailVerifiedAt } })).id;
  if (existing.passwordHash || existing._count.identities > 0 || existing._count.memberships > 0)
    throw new AppError("already_exists", "No account was created. If you have one with this address, sign in to join.");
  await tx.user.update({ where: { id: existing.id }, data: { name, passwordHash, emailVerifiedAt } });
  return existing.id;
}

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

/**
 * Locks the invitation of a token. Of two concurrent requests, the second finds it used. Throws 410 if there is none.
 */
async function lockInvitation(tx: Transaction, token: string): Promise<Invitation> {
  const tokenHash = hashLinkToken(token) ?? "";
  await tx.$queryRaw`select 1 from invitations where token_hash = ${tokenHash} for update`;
  // Looked up by token only: the holder of the link has no workspace yet.
  const row = await tx.invitation.findUnique({ where: { tokenHash } });
  if (!row) throw new AppError("invitation_expired", "There is no such invitation. Copy the whole link, or ask again.");
  return row;
}

/** Adds the person as a member and marks the invitation as used. */
async function join(tx: Transaction, invitation: Invitation, person: Omit<Person, "email">): Promise<void> {
  assertOpen(invitation, databaseNow().getTime());
  const { id, workspaceId, role, invitedByName } = invitation;
  await tx.member.create({ data: { workspaceId, userId: person.userId, role } });
  await tx.invitation.update({ where: { id, workspaceId }, data: { acceptedAt: databaseNow() } });
  await recordAudit(
    tx,
    { workspaceId, record: personRecord(person) },
    "member.join",
    { id: person.userId, name: person.name },
    { role, invitedBy: invitedByName },
  );
}

import { databaseNow } from "@/lib/core/database-clock";
import type { Transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { Invitation } from "@/lib/core/generated/prisma/client";
import { type Person, personRecord } from "../actor";
import { recordAudit } from "../audit";
import { assertOpen } from "../invitation-rules";
import { hashLinkToken } from "../link-token";

/**
 * Locks the invitation of a token. Of two concurrent requests, the second finds it used. Throws 410 if there is none.
 */
export async function lockInvitation(tx: Transaction, token: string): Promise<Invitation> {
  const tokenHash = hashLinkToken(token) ?? "";
  await tx.$queryRaw`select 1 from invitations where token_hash = ${tokenHash} for update`;
  // Looked up by token only: the holder of the link has no workspace yet.
  const row = await tx.invitation.findUnique({ where: { tokenHash } });
  if (!row) throw new AppError("invitation_expired", "There is no such invitation. Copy the whole link, or ask again.");
  return row;
}

/** Adds the person as a member and marks the invitation as used. */
export async function join(tx: Transaction, invitation: Invitation, person: Omit<Person, "email">): Promise<void> {
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

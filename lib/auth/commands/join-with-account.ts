import { databaseNow } from "@/lib/core/database-clock";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { assertMayMakeAccount } from "../domains/commands";
import { assertOpen } from "../invitation-rules";
import { hashPassword } from "../password";
import type { JoinWithAccountInput } from "../schema";
import { join, lockInvitation } from "./join";

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

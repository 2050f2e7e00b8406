import type { Transaction } from "@/lib/core/db";
import type { User } from "@/lib/core/generated/prisma/client";
import { endLinks } from "../account-links/commands/mint-link";
import { endSessionsOf } from "../sessions/open-session";

/**
 * Whoever set the password never had to prove that the address is theirs; whom the provider sends, or whose domain
 * is verified, has. So the first link takes the password, the second factor and passkeys away and ends every session and every open link, or somebody who came
 * first would stay in, or keep the person out of a password of their own.
 */
export async function endEarlierAccess(tx: Transaction, { id: userId, passwordHash }: User): Promise<void> {
  if (!passwordHash && (await tx.userIdentity.count({ where: { userId } })) > 0) return;
  await tx.user.update({ where: { id: userId }, data: { passwordHash: null } });
  await tx.secondFactor.deleteMany({ where: { userId } });
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.passkey.deleteMany({ where: { userId } });
  await endSessionsOf(tx, userId);
  await endLinks(tx, userId);
}

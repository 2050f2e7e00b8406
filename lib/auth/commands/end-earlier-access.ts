import type { Transaction } from "@/lib/core/db";
import type { User } from "@/lib/core/generated/prisma/client";
import { endLinks } from "../account-links/commands/mint-link";
import { endSessionsOf } from "../sessions/open-session";

/**
 * Removes the password, second factor and passkeys of an account, and ends every session and open link. Called when a
 * provider or a verified domain first proves who owns the address. The account may have been created earlier by another
 * person, because setting a password did not require proof of the address. Without this, that person would keep access
 * or could block the real owner from setting a password.
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

import type { Transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { SessionPerson } from "../../sessions/queries";

/**
 * Throws 403 `second_factor_required` if the account has a second factor and this session was opened without one. A
 * person who knows only the password must not add or remove factors.
 */
export async function assertOwnFactor(tx: Transaction, { userId, session }: SessionPerson): Promise<void> {
  if (session.isStrong) return;
  const counts = [
    await tx.secondFactor.count({ where: { userId, confirmedAt: { not: null } } }),
    await tx.passkey.count({ where: { userId } }),
  ];
  if (counts.some((count) => count > 0))
    throw new AppError(
      "second_factor_required",
      "You signed in with only your password. Sign out, then sign in with your passkey or a code.",
    );
}

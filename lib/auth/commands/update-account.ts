import { prisma, transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { endLinks } from "../account-links/commands/mint-link";
import type { Person } from "../actor";
import { hashPassword, verifyPassword } from "../password";
import { recordForPerson } from "../record-for-person";
import type { ChangePasswordInput, RenamePersonInput } from "../schema";
import { endSessionsOf } from "../sessions/open-session";
import type { SessionPerson } from "../sessions/queries";
import { giveBackTry, mayTry } from "../try-limit";
import { recordRefusal } from "./record-refusal";

/** Gives a person another name, from now on: what they did before keeps the name it was done under. */
export async function renamePerson(
  { userId, name: from }: Person,
  { name }: RenamePersonInput,
): Promise<{ name: string }> {
  await transaction(async (tx) => {
    await tx.user.update({ where: { id: userId }, data: { name } });
    if (name !== from) await recordForPerson(tx, { userId, name: from }, "member.rename", { from, to: name });
  });
  return { name };
}

const wrong = () =>
  new AppError("forbidden", "The current password does not match.", {
    errors: [{ pointer: "/current", code: "no_match", message: "The current password does not match." }],
  });

/**
 * Changes the password, ends every other session and every open link of the account: whoever knew the old one may have
 * asked for another address. Throws 403 `forbidden` when the current one does not
 * match, 429 `rate_limited` after too many tries, counted like sign-in.
 */
export async function changePassword(
  { userId, name, email, session }: SessionPerson,
  { current, next }: ChangePasswordInput,
  address: string,
): Promise<{ ended: number }> {
  if (!mayTry(email, address, session.id))
    throw new AppError("rate_limited", "Too many attempts. Wait a minute, then try again.");
  const before = await prisma().user.findUnique({ where: { id: userId }, select: { passwordHash: true } });
  if (!before?.passwordHash)
    throw new AppError("invalid_state", "This account has no password: it signs in through an identity provider.");
  if (!(await verifyPassword(before.passwordHash, current))) {
    await recordRefusal({ userId, name }, "password change", address);
    throw wrong();
  }
  giveBackTry(email, address, session.id);
  const passwordHash = await hashPassword(next);
  return transaction(async (tx) => {
    // Under the password that was checked: of two changes at once, the second must know the first's.
    const { count } = await tx.user.updateMany({
      where: { id: userId, passwordHash: before.passwordHash },
      data: { passwordHash },
    });
    if (count === 0) throw wrong();
    const ended = await endSessionsOf(tx, userId, session.id);
    await endLinks(tx, userId);
    await recordForPerson(tx, { userId, name }, "member.change-password", { ended });
    return { ended };
  });
}

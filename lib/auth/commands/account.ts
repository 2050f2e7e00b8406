import { prisma, transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { endLinks } from "../account-links/commands/mint-link";
import type { Person } from "../actor";
import { hashPassword, verifyPassword } from "../password";
import { recordForPerson } from "../record-for-person";
import type { ChangePasswordInput, MuteMailsInput, RenamePersonInput, TimeZoneInput } from "../schema";
import { endSessionsOf } from "../sessions/open-session";
import type { SessionPerson } from "../sessions/queries";
import { giveBackTry, mayTry } from "../try-limit";
import { recordRefusal } from "./record-refusal";

/** Renames a person. Earlier records keep the old name. */
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
 * Changes the password. Ends every other session and every open link of the account, because a person who knew the old
 * password may have requested another address. Throws 403 `forbidden` if the current password is wrong, 429
 * `rate_limited` after too many attempts, with the same limit as sign-in.
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
    // Updates only if the password is still the one that was checked, so a concurrent change makes this one fail.
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

/** Sets the time zone in which a person sees times and gets the Monday digest. Null means the browser's time zone. */
export async function chooseTimeZone({ userId }: Person, { timeZone }: TimeZoneInput): Promise<TimeZoneInput> {
  await transaction((tx) => tx.user.update({ where: { id: userId }, data: { timeZone } }));
  return { timeZone };
}

/** Sets the kinds of e-mail that a person does not want. All other kinds are turned on. */
export async function muteMails({ userId }: Person, { muted }: MuteMailsInput): Promise<MuteMailsInput> {
  await transaction((tx) => tx.user.update({ where: { id: userId }, data: { mutedMails: muted } }));
  return { muted };
}

import { databaseNow } from "@/lib/core/database-clock";
import { transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { isMailSetUp } from "@/lib/core/mail";
import type { Person } from "../../actor";
import { queueMail } from "../../mail/commands";
import { recordForPerson } from "../../record-for-person";
import { assertFreshProof } from "../../sessions/fresh-proof";
import type { SessionPerson } from "../../sessions/queries";
import { linkMinutes } from "../rules";
import type { ChangeEmailInput, ConfirmAddressInput } from "../schema";
import { endLinks, lockLink, mayMint, mintLink } from "./mint-link";

function assertMail(): void {
  if (!isMailSetUp()) throw new AppError("invalid_state", "This server sends no e-mail: SMTP_URL is not set.");
}
const tooMany = () => new AppError("rate_limited", "Several links were already sent. Wait 15 minutes.");

/** Sends the person a link that confirms their address. Throws 409 `invalid_state` without e-mail, 429 `rate_limited`. */
export async function requestVerification({ userId, email }: Person): Promise<{ email: string }> {
  assertMail();
  await transaction(async (tx) => {
    if (!(await mayMint(tx, userId, "verify"))) throw tooMany();
    const url = await mintLink(tx, { userId, kind: "verify", email, isMailed: true, minutes: linkMinutes.address });
    await queueMail(tx, email, { kind: "verify", url });
  });
  return { email };
}

/**
 * Asks for another address: the new one gets a link that confirms it, the old one is told. Throws 403 `proof_required`,
 * 409 `unchanged`, 429 `rate_limited`. An address of somebody else's account gets nothing, and the answer is the same.
 */
export async function requestEmailChange(
  person: SessionPerson,
  { email }: ChangeEmailInput,
): Promise<{ email: string }> {
  assertMail();
  assertFreshProof(person);
  const { userId, name, session } = person;
  await transaction(async (tx) => {
    if (!(await mayMint(tx, userId, "change-email"))) throw tooMany();
    // A new password at the same time, under the same lock, ended the session and the links that were there.
    if ((await tx.session.count({ where: { id: session.id, userId, endedAt: null } })) === 0)
      throw new AppError("unauthenticated", "You are not signed in any more. Sign in again.");
    const { email: from } = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    if (from === email) throw new AppError("unchanged", "This is your address already.");
    const minutes = linkMinutes.address;
    const url = await mintLink(tx, { userId, kind: "change-email", email, isMailed: true, minutes });
    const isTaken = (await tx.user.count({ where: { email } })) > 0;
    if (!isTaken) await queueMail(tx, email, { kind: "confirm-address", url, from });
    await queueMail(tx, from, { kind: "address-asked", to: email });
    await recordForPerson(tx, { userId, name }, "member.ask-email", { to: email });
  });
  return { email };
}

/**
 * Confirms an address with a link's token: the account's own, or the new one it changes to, of which both addresses are
 * told. Throws 410 `link_expired`, 409 `already_exists` when the address went to another account meanwhile.
 */
export async function confirmAddress({ token }: ConfirmAddressInput): Promise<{ email: string; isChanged: boolean }> {
  return transaction(async (tx) => {
    const { id, kind, email, userId, user } = await lockLink(tx, token, ["verify", "change-email"]);
    const now = databaseNow();
    const isChanged = kind === "change-email";
    if (!isChanged && user.email !== email)
      throw new AppError("link_expired", "The address of the account has changed since. Ask for a new link.");
    // Accounts are made under the same lock.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`account ${email}`}, 0))`;
    if (isChanged && (await tx.user.count({ where: { email } })) > 0)
      throw new AppError("already_exists", "Another account now has this address.");
    await tx.accountLink.update({ where: { id }, data: { usedAt: now } });
    await tx.user.update({ where: { id: userId }, data: { email, emailVerifiedAt: now } });
    if (!isChanged) {
      await recordForPerson(tx, { userId, name: user.name }, "member.verify-email", { email });
      return { email, isChanged };
    }
    // A link to set the password that the old address still has opens no more.
    await endLinks(tx, userId);
    await recordForPerson(tx, { userId, name: user.name }, "member.change-email", { from: user.email, to: email });
    for (const to of [user.email, email])
      await queueMail(tx, to, { kind: "address-changed", from: user.email, to: email });
    return { email, isChanged };
  });
}

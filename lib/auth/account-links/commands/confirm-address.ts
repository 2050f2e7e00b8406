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
  if (!isMailSetUp()) throw new AppError("invalid_state", "This server does not send e-mail: SMTP_URL is not set.");
}
const tooMany = () => new AppError("rate_limited", "Several links were already sent. Wait 15 minutes.");

/**
 * Sends the person a link that confirms their address. Throws 409 `invalid_state` if e-mail is not set up, 429
 * `rate_limited`.
 */
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
 * Requests a change of the account's address. Sends a confirmation link to the new address and a notice to the old one.
 * Throws 403 `proof_required`, 409 `unchanged`, 429 `rate_limited`. If the new address belongs to another account,
 * sends no link to it but returns the same answer.
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
    // A concurrent password change takes the same lock, and ends the session and its links.
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
 * Confirms an address with the token of a link: either the account's own address or the new one it changes to. A change
 * is reported to both addresses. Throws 410 `link_expired`, 409 `already_exists` if another account has taken the
 * address.
 */
export async function confirmAddress({ token }: ConfirmAddressInput): Promise<{ email: string; isChanged: boolean }> {
  return transaction(async (tx) => {
    const { id, kind, email, userId, user } = await lockLink(tx, token, ["verify", "change-email"]);
    const now = databaseNow();
    const isChanged = kind === "change-email";
    if (!isChanged && user.email !== email)
      throw new AppError("link_expired", "The address of the account has changed since. Ask for a new link.");
    // Account creation takes the same lock.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`account ${email}`}, 0))`;
    if (isChanged && (await tx.user.count({ where: { email } })) > 0)
      throw new AppError("already_exists", "Another account now has this address.");
    await tx.accountLink.update({ where: { id }, data: { usedAt: now } });
    await tx.user.update({ where: { id: userId }, data: { email, emailVerifiedAt: now } });
    if (!isChanged) {
      await recordForPerson(tx, { userId, name: user.name }, "member.verify-email", { email });
      return { email, isChanged };
    }
    // Invalidates reset links that were sent to the old address.
    await endLinks(tx, userId);
    await recordForPerson(tx, { userId, name: user.name }, "member.change-email", { from: user.email, to: email });
    for (const to of [user.email, email])
      await queueMail(tx, to, { kind: "address-changed", from: user.email, to: email });
    return { email, isChanged };
  });
}

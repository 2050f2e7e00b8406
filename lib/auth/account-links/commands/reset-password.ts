import { databaseNow } from "@/lib/core/database-clock";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { User } from "@/lib/core/generated/prisma/client";
import type { Actor } from "../../actor";
import { recordAudit } from "../../audit";
import { authorize } from "../../authorize";
import { lockForChange } from "../../commands/lock-members";
import { normaliseEmail } from "../../email";
import { queueMail } from "../../mail/commands";
import { hashPassword } from "../../password";
import { operator, recordForPerson, stranger } from "../../record-for-person";
import type { MemberIdInput } from "../../schema";
import { endSessionsOf } from "../../sessions/open-session";
import { mayTry } from "../../try-limit";
import { linkMinutes } from "../rules";
import type { RequestResetInput, ResetPasswordInput } from "../schema";
import { endLinks, lockLink, mayMint, mintLink } from "./mint-link";

type WithProviders = User & { identities: { provider: string }[] };

async function mailReset(tx: Transaction, { id: userId, name, email, passwordHash, identities }: WithProviders) {
  // An account without a password that signs in through a provider must not get one by e-mail.
  if (passwordHash === null && identities.length > 0) {
    const providers = identities.map(({ provider }) => provider).join(" and ");
    return queueMail(tx, email, { kind: "reset-elsewhere", providers });
  }
  const minutes = linkMinutes.mailed;
  const url = await mintLink(tx, { userId, kind: "reset", email, isMailed: true, minutes });
  await recordForPerson(tx, { userId, name }, "member.ask-reset", {}, stranger);
  await queueMail(tx, email, { kind: "reset", url, minutes });
}

/** Throws 429 `rate_limited` after too many requests for an address. Uses the same limit as sign-in attempts. */
export function assertMayRequestReset({ email }: RequestResetInput, address: string): void {
  if (!mayTry(email, address)) throw new AppError("rate_limited", "Too many attempts. Wait a minute, then try again.");
}

/**
 * Sends a link that sets a new password, if the address has an account. Callers must not wait for it: its duration
 * reveals whether the account exists.
 */
export async function requestPasswordReset({ email }: RequestResetInput): Promise<void> {
  await transaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { email }, include: { identities: true } });
    if (user && (await mayMint(tx, user.id, "reset"))) await mailReset(tx, user);
  });
}

/**
 * Sets a new password with the token of a link, and ends every session and every other link of the account. Throws 410
 * `link_expired`, also for an owner's link if the person has since joined a workspace that this owner does not own.
 * Keeps the second factor.
 */
export async function resetPassword({ token, password }: ResetPasswordInput): Promise<{ email: string }> {
  // Check the link before hashing the password, because hashing is the expensive part.
  await transaction((tx) => lockLink(tx, token, ["reset"]));
  const passwordHash = await hashPassword(password);
  return transaction(async (tx) => {
    const { userId, isMailed, madeById, user } = await lockLink(tx, token, ["reset"]);
    if (madeById && (await isBeyond(tx, userId, madeById)))
      throw new AppError("link_expired", "This person has joined another workspace since. Ask for a new link.");
    const now = databaseNow();
    await tx.user.update({ where: { id: userId }, data: { passwordHash, ...(isMailed && { emailVerifiedAt: now }) } });
    await endLinks(tx, userId);
    await endSessionsOf(tx, userId);
    await recordForPerson(tx, { userId, name: user.name }, "member.reset-password", { byMail: isMailed });
    await queueMail(tx, user.email, { kind: "password-changed" });
    return { email: user.email };
  });
}

/**
 * Creates a link that sets a member's password, to be passed on where e-mail is not set up. Throws 403 `forbidden`
 * unless the actor is a person who owns every workspace of the member, because the link gives access to all of them.
 */
export async function makeResetLink(actor: Actor, { id: userId }: MemberIdInput): Promise<{ url: string }> {
  authorize(actor, "member:write");
  if (actor.kind !== "user" || actor.role !== "owner")
    throw new AppError("forbidden", "Only owners can create a link that sets someone else's password.");
  if (actor.userId === userId) throw new AppError("forbidden", "Change your own password in your account.");
  const { userId: ownId } = actor;
  return transaction(async (tx) => {
    const { acting, roleOf } = await lockForChange(tx, actor, userId);
    if (acting !== "owner")
      throw new AppError("forbidden", "Only owners can create a link that sets someone else's password.");
    if (!roleOf(userId)) throw notFound("This member");
    if (await isBeyond(tx, userId, ownId))
      throw new AppError(
        "forbidden",
        "This person is also in a workspace that you do not own, and the link would open that too. Ask the server operator to run npm run reset-password.",
      );
    const { email, name } = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    const minutes = linkMinutes.handed;
    const link = { userId, kind: "reset", email, isMailed: false, minutes, madeById: ownId } as const;
    const url = await mintLink(tx, link);
    await recordAudit(tx, actor, "member.reset-link", { id: userId, name }, { hours: minutes / 60 });
    return { url };
  });
}

/** Whether the person is in a workspace that this owner does not own. */
async function isBeyond(tx: Transaction, userId: string, ownerId: string): Promise<boolean> {
  const where = { userId, workspace: { members: { none: { userId: ownerId, role: "owner" } } } } as const;
  return (await tx.member.count({ where })) > 0;
}

/** Does the same for the operator of the server, by address. Throws 404 `not_found`. */
export async function makeResetLinkOnServer(address: string): Promise<{ url: string; hours: number }> {
  const email = normaliseEmail(address);
  return transaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { email } });
    if (!user) throw notFound(`An account with the address ${email}`);
    const minutes = linkMinutes.handed;
    const { id: userId, name } = user;
    const url = await mintLink(tx, { userId, kind: "reset", email, isMailed: false, minutes });
    await recordForPerson(tx, { userId, name }, "member.reset-link", { hours: minutes / 60 }, operator);
    return { url, hours: minutes / 60 };
  });
}

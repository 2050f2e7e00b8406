import { databaseNow } from "@/lib/core/database-clock";
import { prisma, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { Actor } from "../actor";
import { recordAudit } from "../audit";
import { authorize } from "../authorize";
import { lockForChange } from "../commands/lock-members";
import { recordRefusal } from "../commands/record-refusal";
import { refuseSessionEnd } from "../member-rules";
import { memberRefusalError } from "../member-words";
import { verifyPassword } from "../password";
import { recordForPerson } from "../record-for-person";
import type { MemberIdInput } from "../schema";
import { giveBackTry, mayTry } from "../try-limit";
import { endSessionsOf, type NewSession, openSession } from "./open-session";
import type { SessionPerson } from "./queries";
import type { EndSessionInput, ProveIdentityInput } from "./schema";

/** Opens a session and returns its id; null if the password changed after it was checked. */
export function startSession(session: NewSession): Promise<string | null> {
  return transaction((tx) => openSession(tx, session));
}

/** Ends a session by its id, for sign-out. Idempotent. */
export async function endSession(id: string): Promise<void> {
  await transaction(async (tx) => {
    const { count } = await tx.session.updateMany({ where: { id, endedAt: null }, data: { endedAt: databaseNow() } });
    if (count === 0) return;
    const { user } = await tx.session.findUniqueOrThrow({ where: { id }, select: { user: true } });
    await recordForPerson(tx, { userId: user.id, name: user.name }, "session.end");
  });
}

/** Ends one of the person's own sessions. Throws 404 `not_found` for another person's session or one that has ended. */
export async function endOwnSession({ userId, name }: SessionPerson, { id }: EndSessionInput): Promise<{ id: string }> {
  await transaction(async (tx) => {
    const { count } = await tx.session.updateMany({
      where: { id, userId, endedAt: null },
      data: { endedAt: databaseNow() },
    });
    if (count === 0) throw new AppError("not_found", "This session has ended already.");
    await recordForPerson(tx, { userId, name }, "session.end-own", { ended: count });
  });
  return { id };
}

/** Ends every session of the person except the current one. */
export async function endOtherSessions({ userId, name, session }: SessionPerson): Promise<{ ended: number }> {
  return transaction(async (tx) => {
    const ended = await endSessionsOf(tx, userId, session.id);
    await recordForPerson(tx, { userId, name }, "session.end-own", { ended });
    return { ended };
  });
}

/**
 * Ends every session of a member, in all their workspaces. Throws 403 `forbidden` for a member with a higher role, and
 * for the actor's own sessions.
 */
export async function endMemberSessions(actor: Actor, { id: userId }: MemberIdInput): Promise<{ ended: number }> {
  authorize(actor, "member:write");
  return transaction(async (tx) => {
    const { acting, roleOf } = await lockForChange(tx, actor, userId);
    const role = roleOf(userId);
    if (!role) throw notFound("This member");
    const refused = refuseSessionEnd({ acting, role, isSelf: actor.kind === "user" && actor.userId === userId });
    if (refused) throw memberRefusalError(refused);
    const { name } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { name: true } });
    const ended = await endSessionsOf(tx, userId);
    await recordAudit(tx, actor, "member.end-sessions", { id: userId, name }, { ended });
    return { ended };
  });
}

/**
 * Records that the person has just proved their identity by password. Throws 403 `forbidden` if it does not match, 429
 * `rate_limited` after too many attempts, with the same limit as sign-in, 409 `invalid_state` for an account without a
 * password.
 */
export async function proveIdentity(
  { userId, name, email, session }: SessionPerson,
  { password }: ProveIdentityInput,
  address: string,
): Promise<{ provedAt: string }> {
  // Attempts are counted per session, so that the guesses of strangers do not lock out a signed-in person.
  const device = session.id;
  if (!mayTry(email, address, device))
    throw new AppError("rate_limited", "Too many attempts. Wait a minute, then try again.");
  const user = await prisma().user.findUnique({ where: { id: userId }, select: { passwordHash: true } });
  if (!user?.passwordHash)
    throw new AppError("invalid_state", "This account has no password. Sign out, then sign in with your provider.");
  if (!(await verifyPassword(user.passwordHash, password))) {
    await recordRefusal({ userId, name }, "confirmation", address);
    throw new AppError("forbidden", "The password does not match.");
  }
  giveBackTry(email, address, device);
  const provedAt = databaseNow();
  await transaction(async (tx) => {
    await tx.session.updateMany({ where: { id: session.id, userId, endedAt: null }, data: { provedAt } });
    await recordForPerson(tx, { userId, name }, "session.prove");
  });
  return { provedAt: provedAt.toISOString() };
}

/** Deletes sessions that ended or were last used more than 90 days ago, and returns their number. */
export function clearSessions(): Promise<number> {
  return prisma().$executeRaw`delete from sessions
    where last_used_at < now() - interval '90 days' or ended_at < now() - interval '90 days'`;
}

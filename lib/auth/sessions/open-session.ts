import type { Transaction } from "@/lib/core/db";
import { recordForPerson } from "../record-for-person";

/** The origin of a sign-in, as far as it is known. */
export type Client = {
  userAgent: string;
  address: string;
  /** The `understudy-device` cookie of the request. */
  deviceCookie?: string | null;
};

export type NewSession = {
  userId: string;
  /** "password", "invitation", or the id of an identity provider. */
  method: string;
  client: Client;
  /** The hash against which the password was checked. */
  passwordHash?: string;
  /** Whether the session was opened with more than a password: a code, a passkey, or an identity provider. */
  isStrong?: boolean;
};

const longestUserAgent = 400;

/**
 * Opens a session in the caller's transaction. Returns null for the people of a demo workspace, and if the password is
 * no longer `passwordHash`. Keeps the person's row locked until the commit, so that a concurrent password change also
 * ends this session.
 */
export async function openSession(
  tx: Transaction,
  { userId, method, client, passwordHash, isStrong = false }: NewSession,
): Promise<string | null> {
  const [user] = await tx.$queryRaw<{ name: string; hash: string | null }[]>`
    select name, password_hash as hash from users where id = ${userId}::uuid and demo_of_id is null for share`;
  if (!user || (passwordHash !== undefined && user.hash !== passwordHash)) return null;
  const userAgent = client.userAgent.replaceAll("\0", "").slice(0, longestUserAgent);
  const { id } = await tx.session.create({
    data: { userId, method, userAgent, address: client.address, isStrong },
    select: { id: true },
  });
  const { address } = client;
  await recordForPerson(tx, { userId, name: user.name }, "session.start", { method, address, userAgent });
  return id;
}

/** Ends the person's open sessions, except `exceptId`, in the caller's transaction. Returns their number. */
export async function endSessionsOf(tx: Transaction, userId: string, exceptId?: string): Promise<number> {
  return tx.$executeRaw`update sessions set ended_at = clock_timestamp()
    where user_id = ${userId}::uuid and ended_at is null
      and (${exceptId ?? null}::uuid is null or id <> ${exceptId ?? null}::uuid)`;
}

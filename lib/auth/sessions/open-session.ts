import type { Transaction } from "@/lib/core/db";
import { recordForPerson } from "../record-for-person";

/** Where a sign-in comes from, as far as it is known. */
export type Client = {
  userAgent: string;
  address: string;
  /** The cookie `understudy-device`, as it was sent. */
  deviceCookie?: string | null;
};

export type NewSession = {
  userId: string;
  /** "password", "invitation", or the id of an identity provider. */
  method: string;
  client: Client;
  /** The password's hash when it was checked. */
  passwordHash?: string;
  /** Whether it was opened with more than a password: a code, a passkey, or an identity provider. */
  isStrong?: boolean;
};

const longestUserAgent = 400;

/**
 * Opens a session in the caller's transaction; null for the people of a demo workspace, who are nobody. The person's row stays locked until the commit: a password change at the
 * same time ends this session as well. With `passwordHash` it is null when the password changed since it was checked.
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

/** Ends the person's open sessions, all or all but one, in the caller's transaction. Returns how many. */
export async function endSessionsOf(tx: Transaction, userId: string, exceptId?: string): Promise<number> {
  return tx.$executeRaw`update sessions set ended_at = clock_timestamp()
    where user_id = ${userId}::uuid and ended_at is null
      and (${exceptId ?? null}::uuid is null or id <> ${exceptId ?? null}::uuid)`;
}

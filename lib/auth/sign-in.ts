import { isDatabaseUnavailable } from "@/lib/core/database-errors";
import { normaliseEmail } from "./email";
import { verifyPassword } from "./password";
import { getUserByEmail } from "./queries/memberships";
import { startSession } from "./sessions/commands";
import type { Client } from "./sessions/open-session";
import { giveBackTry, mayTry } from "./try-limit";

export type SignedIn = { id: string; email: string; name: string };
export type SignInResult =
  | { ok: true; user: SignedIn & { sessionId: string } }
  | { ok: false; reason: "no_match" | "rate_limited" | "database_unavailable" };

/**
 * Checks an e-mail and password and opens a session. Five tries a minute for an e-mail from one address; those that fit
 * do not count.
 */
export async function signIn(email: string, password: string, client: Client): Promise<SignInResult> {
  const normalised = normaliseEmail(email);
  const { address } = client;
  if (!mayTry(normalised, address)) return { ok: false, reason: "rate_limited" };
  try {
    const user = await getUserByEmail(normalised);
    const fits = await verifyPassword(user?.passwordHash, password.slice(0, 1_000));
    if (!fits || !user?.passwordHash) return { ok: false, reason: "no_match" };
    const { id, name, passwordHash } = user;
    const sessionId = await startSession({ userId: id, method: "password", client, passwordHash });
    if (!sessionId) return { ok: false, reason: "no_match" };
    giveBackTry(normalised, address);
    return { ok: true, user: { id, email: user.email, name, sessionId } };
  } catch (error) {
    if (isDatabaseUnavailable(error)) return { ok: false, reason: "database_unavailable" };
    throw error;
  }
}

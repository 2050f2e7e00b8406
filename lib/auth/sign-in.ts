import { isDatabaseUnavailable } from "@/lib/core/database-errors";
import { normaliseEmail } from "./email";
import { verifyPassword } from "./password";
import { getUserByEmail } from "./queries/memberships";
import { giveBackTry, mayTry } from "./try-limit";

export type SignedIn = { id: string; email: string; name: string };
export type SignInResult =
  | { ok: true; user: SignedIn }
  | { ok: false; reason: "no_match" | "rate_limited" | "database_unavailable" };

/** Checks an e-mail and password: five tries a minute for an e-mail from one address; those that fit do not count. */
export async function signIn(email: string, password: string, address: string): Promise<SignInResult> {
  const normalised = normaliseEmail(email);
  if (!mayTry(normalised, address)) return { ok: false, reason: "rate_limited" };
  try {
    const user = await getUserByEmail(normalised);
    const fits = await verifyPassword(user?.passwordHash, password.slice(0, 1_000));
    if (!fits || !user) return { ok: false, reason: "no_match" };
    giveBackTry(normalised, address);
    return { ok: true, user: { id: user.id, email: user.email, name: user.name } };
  } catch (error) {
    if (isDatabaseUnavailable(error)) return { ok: false, reason: "database_unavailable" };
    throw error;
  }
}

import { isDatabaseUnavailable } from "@/lib/core/database-errors";
import { env } from "@/lib/core/env";
import { isAppError } from "@/lib/core/errors";
import { recordRefusal } from "./commands/record-refusal";
import { normaliseEmail } from "./email";
import { findKnownDevice } from "./known-device";
import { verifyPassword } from "./password";
import { getUserByEmail } from "./queries/memberships";
import { checkSignInCode } from "./second-factor/commands/check-code";
import { startSession } from "./sessions/commands";
import type { Client } from "./sessions/open-session";
import { giveBackTry, mayTry } from "./try-limit";

export type SignedIn = { id: string; email: string; name: string };
export type SignInResult = { ok: true; user: SignedIn & { sessionId: string } } | { ok: false; reason: SignInRefusal };
type SignInRefusal =
  | "no_match"
  | "rate_limited"
  | "overloaded"
  | "database_unavailable"
  | "second_factor_required"
  | "second_factor_wrong"
  | "second_factor_locked";

const refusals = {
  missing: "second_factor_required",
  wrong: "second_factor_wrong",
  locked: "second_factor_locked",
} as const;

/**
 * Checks the e-mail, the password and, if the account has a second factor, its code, and opens a session. After five
 * wrong attempts for an e-mail from one network, each further attempt must wait longer, at most a minute. Correct
 * attempts do not count.
 */
export async function signIn(email: string, password: string, client: Client, code = ""): Promise<SignInResult> {
  const normalised = normaliseEmail(email);
  const { address } = client;
  const secret = env().NEXTAUTH_SECRET;
  const device = findKnownDevice(client.deviceCookie, { email: normalised, secret, now: Date.now() });
  if (!mayTry(normalised, address, device)) return { ok: false, reason: "rate_limited" };
  try {
    const user = await getUserByEmail(normalised);
    const fits = await verifyPassword(user?.passwordHash, password.slice(0, 1_000));
    if (!fits || !user?.passwordHash) {
      if (user) await recordRefusal({ userId: user.id, name: user.name }, "sign-in", address);
      return { ok: false, reason: "no_match" };
    }
    const { id, name, passwordHash } = user;
    const factor = await checkSignInCode(user, code.slice(0, 100));
    // The password was correct. Wrong codes are counted separately, in the database.
    giveBackTry(normalised, address, device);
    if (factor !== "none" && factor !== "fits") {
      if (factor !== "missing") await recordRefusal({ userId: id, name }, "second factor", address);
      return { ok: false, reason: refusals[factor] };
    }
    const isStrong = factor === "fits";
    const sessionId = await startSession({ userId: id, method: "password", client, passwordHash, isStrong });
    if (!sessionId) return { ok: false, reason: "no_match" };
    return { ok: true, user: { id, email: user.email, name, sessionId } };
  } catch (error) {
    if (isAppError(error) && error.code === "overloaded") return { ok: false, reason: "overloaded" };
    if (isDatabaseUnavailable(error)) return { ok: false, reason: "database_unavailable" };
    throw error;
  }
}

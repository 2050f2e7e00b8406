import { LRUCache } from "lru-cache";
import { isDatabaseUnavailable } from "@/lib/core/database-errors";
import { singleton } from "@/lib/core/singleton";
import { verifyPassword } from "./password";
import { getUserByEmail } from "./queries/memberships";

const windowMs = 60_000;
// Of one e-mail from one address: what a person needs. Wider ones for guessing from many addresses, or at many e-mails.
const triesOfBoth = 5;
const triesOfEither = 60;

type Window = { startedAt: number; tries: number };
const windows = () => singleton("sign-in-windows", () => new LRUCache<string, Window>({ max: 50_000, ttl: windowMs }));

function takeTry(who: string, limit: number, now: number): boolean {
  const current = windows().get(who);
  const window = current && now - current.startedAt < windowMs ? current : { startedAt: now, tries: 0 };
  window.tries++;
  windows().set(who, window);
  return window.tries <= limit;
}

/** Whether this try may be made. One of many tries refused for the narrow limit does not count towards the wide ones. */
function mayTry(email: string, address: string): boolean {
  const now = Date.now();
  if (!takeTry(`${email}\0${address}`, triesOfBoth, now)) return false;
  const ofEmail = takeTry(`${email}\0*`, triesOfEither, now);
  return (address === "" || takeTry(`*\0${address}`, triesOfEither, now)) && ofEmail;
}

function giveBack(email: string, address: string): void {
  windows().delete(`${email}\0${address}`);
  for (const who of [`${email}\0*`, `*\0${address}`]) {
    const window = windows().get(who);
    if (window) window.tries--;
  }
}

export type SignInResult =
  | { ok: true; user: { id: string; email: string; name: string } }
  | { ok: false; reason: "no_match" | "rate_limited" | "database_unavailable" };

/** Checks an e-mail and password: five tries a minute for an e-mail from one address; those that fit do not count. */
export async function signIn(email: string, password: string, address: string): Promise<SignInResult> {
  const normalised = email.replaceAll("\0", "").trim().toLowerCase().slice(0, 320);
  if (!mayTry(normalised, address)) return { ok: false, reason: "rate_limited" };
  try {
    const user = await getUserByEmail(normalised);
    const fits = await verifyPassword(user?.passwordHash, password.slice(0, 1_000));
    if (!fits || !user) return { ok: false, reason: "no_match" };
    giveBack(normalised, address);
    return { ok: true, user: { id: user.id, email: user.email, name: user.name } };
  } catch (error) {
    if (isDatabaseUnavailable(error)) return { ok: false, reason: "database_unavailable" };
    throw error;
  }
}

import { LRUCache } from "lru-cache";
import { isDatabaseUnavailable } from "@/lib/core/database-errors";
import { singleton } from "@/lib/core/singleton";
import { verifyPassword } from "./password";
import { getUserByEmail } from "./queries";

const triesPerMinute = 5;
const windowMs = 60_000;

type Window = { startedAt: number; tries: number };
const windows = () => singleton("sign-in-windows", () => new LRUCache<string, Window>({ max: 50_000, ttl: windowMs }));

function takeTry(who: string, now: number): boolean {
  const current = windows().get(who);
  const window = current && now - current.startedAt < windowMs ? current : { startedAt: now, tries: 0 };
  window.tries++;
  windows().set(who, window);
  return window.tries <= triesPerMinute;
}

export type SignInResult =
  | { ok: true; user: { id: string; email: string; name: string } }
  | { ok: false; reason: "no_match" | "rate_limited" | "database_unavailable" };

/** Checks an e-mail and password: five tries a minute for each e-mail and address together. */
export async function signIn(email: string, password: string, address: string): Promise<SignInResult> {
  const normalised = email.trim().toLowerCase();
  const who = `${normalised}\0${address}`;
  if (!takeTry(who, Date.now())) return { ok: false, reason: "rate_limited" };
  try {
    const user = await getUserByEmail(normalised.slice(0, 320));
    const fits = await verifyPassword(user?.passwordHash, password.slice(0, 1_000));
    if (!fits || !user) return { ok: false, reason: "no_match" };
    windows().delete(who);
    return { ok: true, user: { id: user.id, email: user.email, name: user.name } };
  } catch (error) {
    if (isDatabaseUnavailable(error)) return { ok: false, reason: "database_unavailable" };
    throw error;
  }
}

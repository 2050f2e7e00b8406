/** Letters that are not easily confused and form no words (RFC 8628, 6.1). Eight of them give 34 bits. */
const letters = "BCDFGHJKLMNPQRSTVWXZ";
const codeLength = 8;

/** How long a code is valid, in minutes, and how many seconds a device must wait between requests. */
export const loginMinutes = 10;
export const firstInterval = 5;
export const moreInterval = 5;
/** How much earlier than the interval a request may arrive, to allow for network jitter. */
const jitterMs = 1_000;

/** Formats random numbers below 20 as a code for people: `WDJB-MJHT`. Pure. */
export function toUserCode(random: (below: number) => number): string {
  const code = Array.from({ length: codeLength }, () => letters[random(letters.length)]).join("");
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** Normalizes a typed code to its stored form; null if it cannot be a code. Pure. */
export function readUserCode(typed: string): string | null {
  const code = typed.toUpperCase().replace(/[\s-]/g, "");
  if (code.length !== codeLength || [...code].some((letter) => !letters.includes(letter))) return null;
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

export type LoginStatus = "open" | "approved" | "refused" | "used";
type Login = { status: string; expiresAt: Date; lastPolledAt: Date | null; intervalSeconds: number };

/** The answer to a device that polls at `now` (ms); "give" means it gets its key. RFC 8628, 3.5. Pure. */
export function pollAnswer(login: Login | null, now: number) {
  if (!login || login.status === "used") return "invalid_grant";
  if (login.expiresAt.getTime() <= now) return "expired_token";
  if (login.status === "refused") return "access_denied";
  if (login.status === "approved") return "give";
  const since = login.lastPolledAt ? now - login.lastPolledAt.getTime() : Number.POSITIVE_INFINITY;
  return since < login.intervalSeconds * 1_000 - jitterMs ? "slow_down" : "authorization_pending";
}

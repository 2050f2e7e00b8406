/** Letters that are not mistaken for one another and spell no words (RFC 8628, 6.1): eight of them are 34 bits. */
const letters = "BCDFGHJKLMNPQRSTVWXZ";
const codeLength = 8;

/** How long a code holds, and how many seconds a device waits between two questions. */
export const loginMinutes = 10;
export const firstInterval = 5;
export const moreInterval = 5;
/** How much sooner than its interval a question may arrive: the network is not even. */
const jitterMs = 1_000;

/** A code for people, from numbers below 20: `WDJB-MJHT`. Pure. */
export function toUserCode(random: (below: number) => number): string {
  const code = Array.from({ length: codeLength }, () => letters[random(letters.length)]).join("");
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** A code as it is stored, however it was typed; null for what cannot be one. Pure. */
export function readUserCode(typed: string): string | null {
  const code = typed.toUpperCase().replace(/[\s-]/g, "");
  if (code.length !== codeLength || [...code].some((letter) => !letters.includes(letter))) return null;
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

export type LoginStatus = "open" | "approved" | "refused" | "used";
type Login = { status: string; expiresAt: Date; lastPolledAt: Date | null; intervalSeconds: number };

/** What a device that asks at `now` (ms) is told; "give": its key. RFC 8628, 3.5. Pure. */
export function pollAnswer(login: Login | null, now: number) {
  if (!login || login.status === "used") return "invalid_grant";
  if (login.expiresAt.getTime() <= now) return "expired_token";
  if (login.status === "refused") return "access_denied";
  if (login.status === "approved") return "give";
  const since = login.lastPolledAt ? now - login.lastPolledAt.getTime() : Number.POSITIVE_INFINITY;
  return since < login.intervalSeconds * 1_000 - jitterMs ? "slow_down" : "authorization_pending";
}

/** A session that nobody uses ends after 30 days. */
export const idleDays = 30;

/** How long a proof of identity counts, in minutes. */
const proofMinutes = 10;

const minuteMs = 60_000;

/** Whether a session used last at `lastUsedAt` (ms) has ended automatically. Pure. */
export function isIdle(lastUsedAt: number, now: number): boolean {
  return now - lastUsedAt > idleDays * 24 * 60 * minuteMs;
}

/** Whether a proof of identity given at `provedAt` (ms) still counts. Pure. */
export function isProofFresh(provedAt: number, now: number): boolean {
  return now - provedAt <= proofMinutes * minuteMs;
}

/** Whether the use of a session is to be written down again: once a minute. Pure. */
export function isUseStale(lastUsedAt: number, now: number): boolean {
  return now - lastUsedAt >= minuteMs;
}

import { minuteMs } from "@/lib/core/milliseconds";

/** A session ends after this many days without use. */
export const idleDays = 30;

/** How long a proof of identity is valid, in minutes. */
const proofMinutes = 10;

/** Whether a session last used at `lastUsedAt` (ms) has expired. Pure. */
export function isIdle(lastUsedAt: number, now: number): boolean {
  return now - lastUsedAt > idleDays * 24 * 60 * minuteMs;
}

/** Whether a proof of identity given at `provedAt` (ms) is still valid. Pure. */
export function isProofFresh(provedAt: number, now: number): boolean {
  return now - provedAt <= proofMinutes * minuteMs;
}

/** Whether the last use of a session must be stored again: once per minute. Pure. */
export function isUseStale(lastUsedAt: number, now: number): boolean {
  return now - lastUsedAt >= minuteMs;
}

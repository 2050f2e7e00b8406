import type { ModelFailure } from "../../models/types";

/** The maximum number of attempts of a call. */
const maxAttempts = 5;
const firstDelayMs = 1_000;
const maxDelayMs = 30_000;
/** The longest pause that a run accepts. A provider that requests a longer one cannot serve it. */
const maxPatienceMs = 5 * 60_000;

const usualPauseMs = 500;

/** Whether the provider requests a longer pause than a run accepts. */
export const isTooLong = ({ retryAfterSeconds }: ModelFailure): boolean =>
  (retryAfterSeconds ?? 0) * 1_000 > maxPatienceMs;

/** The pause for an overloaded provider in ms: as requested, up to a maximum. Pure. */
export const pauseMs = (failure: ModelFailure): number =>
  failure.retryAfterSeconds === null || isTooLong(failure) ? usualPauseMs : failure.retryAfterSeconds * 1_000;

/** Whether a retry may help: rate limit, overload, a provider error, an incomplete response. */
function mayRetry({ code }: ModelFailure): boolean {
  return code === "rate_limited" || code === "provider_unavailable";
}

/**
 * The delay before the next attempt in ms. Null if there is none. Exponential backoff with 50 % jitter, so that calls
 * that failed together are not retried together. Never shorter than the provider requests. Pure.
 */
export function retryDelayMs(
  failure: ModelFailure,
  { attempt, random, most = maxAttempts }: { attempt: number; random: number; most?: number },
): number | null {
  if (!mayRetry(failure) || attempt >= most) return null;
  if (isTooLong(failure)) return null;
  const retryAfterMs = (failure.retryAfterSeconds ?? 0) * 1_000;
  const backoffMs = Math.min(maxDelayMs, firstDelayMs * 2 ** (attempt - 1));
  return retryAfterMs > 0 ? retryAfterMs + backoffMs * random * 0.25 : backoffMs * (0.5 + random * 0.5);
}

/** Whether the provider reports overload. */
export function isOverload({ code, status }: ModelFailure): boolean {
  return code === "rate_limited" || status === 529 || status === 503;
}

/**
 * Whether every other call of the run would fail for the same reason: no connection, a refused key, an unknown model,
 * or a rate limit that lasts longer than a run waits.
 */
export function isHopeless(failure: ModelFailure): boolean {
  const { code, status } = failure;
  if (isTooLong(failure) || code === "not_connected" || code === "url_not_allowed") return true;
  return (
    code === "provider_error" &&
    (status === 401 || status === 402 || status === 403 || status === 404 || status === 429)
  );
}

import type { ModelFailure } from "../../models/types";

/** How often a call is tried in all. */
const maxAttempts = 5;
const firstDelayMs = 1_000;
const maxDelayMs = 30_000;
/** A provider that asks for a longer pause cannot serve this run. */
const maxPatienceMs = 5 * 60_000;

const usualPauseMs = 500;

/** Whether the provider asks for a longer pause than a run may wait. */
export const isTooLong = ({ retryAfterSeconds }: ModelFailure): boolean =>
  (retryAfterSeconds ?? 0) * 1_000 > maxPatienceMs;

/** How long to pause calls to an overloaded provider, in ms: as it asked, but never for hours. Pure. */
export const pauseMs = (failure: ModelFailure): number =>
  failure.retryAfterSeconds === null || isTooLong(failure) ? usualPauseMs : failure.retryAfterSeconds * 1_000;

/** Whether another try may help: too many requests, overload, a failure on the other side, an answer that broke off. */
function mayRetry({ code }: ModelFailure): boolean {
  return code === "rate_limited" || code === "provider_unavailable";
}

/**
 * How long to wait before the next try, in ms; null when there is none. Doubled with every try, half of it by chance, so
 * that calls that failed together do not come back together; never sooner than the provider asked for. Pure.
 */
export function retryDelayMs(
  failure: ModelFailure,
  { attempt, random, most = maxAttempts }: { attempt: number; random: number; most?: number },
): number | null {
  if (!mayRetry(failure) || attempt >= most) return null;
  if (isTooLong(failure)) return null;
  const askedMs = (failure.retryAfterSeconds ?? 0) * 1_000;
  const backoffMs = Math.min(maxDelayMs, firstDelayMs * 2 ** (attempt - 1));
  return askedMs > 0 ? askedMs + backoffMs * random * 0.25 : backoffMs * (0.5 + random * 0.5);
}

/** Whether the provider says that it is asked too much. */
export function isOverload({ code, status }: ModelFailure): boolean {
  return code === "rate_limited" || status === 529 || status === 503;
}

/**
 * Whether every other call of the run would fail for the same reason: no connection, a refused key, an unknown model, a
 * limit that is used up for longer than a run waits.
 */
export function isHopeless(failure: ModelFailure): boolean {
  const { code, status } = failure;
  if (isTooLong(failure) || code === "not_connected" || code === "url_not_allowed") return true;
  return (
    code === "provider_error" &&
    (status === 401 || status === 402 || status === 403 || status === 404 || status === 429)
  );
}

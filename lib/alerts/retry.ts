/** The outcome of one attempt. Times are in ms. */
export type Outcome =
  | { isOk: true; status: number | null; note?: string }
  | {
      isOk: false;
      /** The status of HTTP or SMTP. Null without a response. */
      status: number | null;
      error: string;
      /** The wait that the receiver requests. */
      retryAfterMs?: number | undefined;
      /** A retry will probably fail too, so there are fewer of them. */
      isRefusal?: boolean;
      /** 410: the address no longer exists. */
      isGone?: boolean;
    };

const second = 1_000;
const hour = 3_600 * second;
/** The waits after failed attempts: eight attempts in 19 hours. */
export const longWaitsMs = [5 * second, 30 * second, 120 * second, 600 * second, hour, 6 * hour, 12 * hour];
/** The waits after a refusal: three attempts in ten minutes. */
export const shortWaitsMs = [30 * second, 600 * second];
const longestWaitMs = 24 * hour;

/**
 * Returns the wait after this many failed attempts, plus up to 25 % of jitter, and at least the wait that the receiver
 * requests (a day at most). Null if no attempt is left. `random` is from [0, 1).
 */
export function nextWaitMs(attempts: number, outcome: Outcome, random: number): number | null {
  if (outcome.isOk || outcome.isGone) return null;
  const wait = (outcome.isRefusal ? shortWaitsMs : longWaitsMs)[attempts - 1];
  if (wait === undefined) return null;
  return Math.max(Math.round(wait * (1 + random / 4)), Math.min(outcome.retryAfterMs ?? 0, longestWaitMs));
}

const mostFailures = 5;
const mostDays = 3;
/** The minimum number of failures. If alerts are rare, two failures can be weeks apart, so time alone is not enough. */
const fewestFailures = 2;

/**
 * Returns why a channel is switched off after a failed attempt, or null. `failures` is the number of consecutive failed
 * deliveries, including the current one if `isGivenUp`.
 */
export function disableReason(
  { failures, failingSince, isGivenUp }: { failures: number; failingSince: Date | null; isGivenUp: boolean },
  outcome: Outcome,
  now: Date,
): string | null {
  if (outcome.isOk) return null;
  if (outcome.isGone) return "The address answered 410 (Gone).";
  if (!isGivenUp) return null;
  if (failures >= mostFailures) return `${mostFailures} alerts in a row could not be delivered. ${outcome.error}`;
  const isLong = failingSince !== null && now.getTime() - failingSince.getTime() > mostDays * 24 * hour;
  if (isLong && failures >= fewestFailures) return `Nothing could be delivered for ${mostDays} days. ${outcome.error}`;
  return null;
}

/** Parses a Retry-After header, seconds or a date. Returns undefined if it is invalid. */
export function readRetryAfter(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d{1,9}$/.test(header.trim()) ? Number(header) * second : Date.parse(header) - now.getTime();
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}

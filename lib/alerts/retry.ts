/** What came of one try to tell an alert. Times in milliseconds. */
export type Outcome =
  | { isOk: true; status: number | null; note?: string }
  | {
      isOk: false;
      /** Of HTTP or SMTP; null: there was no answer. */
      status: number | null;
      error: string;
      /** The other side says when to come again. */
      retryAfterMs?: number | undefined;
      /** The answer will hardly be another one: tried less often. */
      isRefusal?: boolean;
      /** 410: the address says that it is no longer there. */
      isGone?: boolean;
    };

const second = 1_000;
const hour = 3_600 * second;
/** The waits after each failed try: eight tries in 19 hours. */
export const patientWaitsMs = [5 * second, 30 * second, 120 * second, 600 * second, hour, 6 * hour, 12 * hour];
/** The same for what was refused: three tries in ten minutes. */
export const shortWaitsMs = [30 * second, 600 * second];
const longestWaitMs = 24 * hour;

/**
 * How long to wait after this many failed tries, with up to a quarter more by chance, and at least as long as the other
 * side asks (a day at most); null: it is given up. `random` is from [0, 1).
 */
export function nextWaitMs(attempts: number, outcome: Outcome, random: number): number | null {
  if (outcome.isOk || outcome.isGone) return null;
  const wait = (outcome.isRefusal ? shortWaitsMs : patientWaitsMs)[attempts - 1];
  if (wait === undefined) return null;
  return Math.max(Math.round(wait * (1 + random / 4)), Math.min(outcome.retryAfterMs ?? 0, longestWaitMs));
}

const mostFailures = 5;
const mostDays = 3;
/** Days alone say nothing: where alerts are rare, one that was lost and a stumble can lie weeks apart. */
const fewestFailures = 2;

/**
 * Why a channel is switched off after a failed try; null: it goes on. `failures` were given up one after another, the
 * one of this try among them when that `isGivenUp`.
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

/** Reads a Retry-After header, seconds or a date; undefined when it says nothing. */
export function readRetryAfter(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d{1,9}$/.test(header.trim()) ? Number(header) * second : Date.parse(header) - now.getTime();
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}

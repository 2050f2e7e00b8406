import { type ErrorCode, isAppError } from "@/lib/core/errors";
import { jsonFaults } from "@/lib/core/text";
import { validationError } from "@/lib/core/validation";
import { eventFingerprint, eventKey } from "./event-key";
import { resolvedAtOf } from "./interaction-mark";
import { findCycles } from "./parents";
import { type EventInput, eventInput, eventLimits, type Rejection, type RejectionCode, rejectionCodes } from "./schema";

/** An event that can be stored after its references are resolved. `at` is in ms. */
export type ReadEvent = { index: number; key: string; fingerprint: string; at: number; input: EventInput };

const maxDepth = 32;
const pastMs = eventLimits.pastDays * 86_400_000;
const aheadMs = eventLimits.aheadMinutes * 60_000;

const toRejectionCode = (code: ErrorCode | string): RejectionCode =>
  rejectionCodes.find((each) => each === code) ?? "invalid_request";

/** Returns an event, or the reason for its rejection. Never throws. Pure: `now` in ms is the server's. */
export function readEvent(item: unknown, index: number, now: number): ReadEvent | Rejection {
  const [fault] = jsonFaults(item, maxDepth);
  if (fault) return { index, code: toRejectionCode(fault.code), message: `${fault.pointer}: ${fault.message}` };
  const parsed = eventInput.safeParse(item);
  if (!parsed.success) {
    const error = validationError(parsed.error.issues, item);
    return { index, code: toRejectionCode(isAppError(error) ? error.code : ""), message: error.message };
  }
  const input = parsed.data;
  const statedAt = input.at ? Date.parse(input.at) : now;
  if (!(statedAt >= now - pastMs && statedAt <= now + aheadMs)) {
    const window = `at most ${eventLimits.pastDays} days ago and ${eventLimits.aheadMinutes} minutes ahead`;
    const clock = new Date(now).toISOString();
    return {
      index,
      code: "timestamp_out_of_range",
      message: `/at: Events are taken ${window}; here it is ${clock}.`,
    };
  }
  // An answer cannot be older than the call that resolved it, even if the application's clock is wrong.
  const at =
    input.type === "interaction"
      ? Math.max(statedAt, Math.min(now, resolvedAtOf(input.interactionId) ?? statedAt))
      : statedAt;
  return { index, key: eventKey(input.id), fingerprint: eventFingerprint(input), at, input };
}

/** The deduplication key of an event. */
const nameOf = ({ input, key }: Pick<ReadEvent, "input" | "key">) => `${input.type}:${key}`;

/** The rejection of an event whose id belongs to an event with another payload. */
export function duplicateConflict(index: number): Rejection {
  return {
    index,
    code: "duplicate_conflict",
    message: "/id: An event with this id was stored before, saying otherwise.",
  };
}

const mostNamed = 5;

/**
 * Rejects interactions that are among their own parents. Only this batch is looked at: a cycle over several batches is
 * stored, and the trace is shown without it. Pure.
 */
export function dropCycles(events: readonly ReadEvent[]): { events: ReadEvent[]; rejected: Rejection[] } {
  const traceOf = ({ input }: ReadEvent) => (input.type === "interaction" ? (input.traceId ?? "") : "");
  const parentOf = ({ input }: ReadEvent) => (input.type === "interaction" ? (input.parentId ?? null) : null);
  const cycles = findCycles(
    events.filter((event) => parentOf(event) !== null),
    {
      keyOf: (event) => `${traceOf(event)}\0${event.input.interactionId}`,
      parentOf: (event) => `${traceOf(event)}\0${parentOf(event)}`,
    },
  );
  const rejected = [...cycles].map(([{ index }, keys]): Rejection => {
    const names = [...keys, keys[0] ?? ""].map((key) => key.slice(key.indexOf("\0") + 1));
    const shown = names.length > mostNamed ? [...names.slice(0, mostNamed), "…"] : names;
    return {
      index,
      code: "parent_cycle",
      message: `/parentId: This interaction is among its own parents: ${shown.join(" → ")}.`,
    };
  });
  return { events: events.filter((event) => !cycles.has(event)), rejected };
}

/** Removes repeated interactions and feedback by id. The first one is kept. Pure. */
export function dropRepeats<E extends ReadEvent>(events: readonly E[]) {
  const first = new Map<string, E>();
  const rejected: Rejection[] = [];
  let duplicates = 0;
  for (const event of events) {
    const earlier = first.get(nameOf(event));
    if (!earlier) first.set(nameOf(event), event);
    else if (earlier.fingerprint === event.fingerprint) duplicates++;
    else rejected.push(duplicateConflict(event.index));
  }
  return { events: [...first.values()], duplicates, rejected };
}

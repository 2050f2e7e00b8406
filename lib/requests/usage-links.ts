import { hourMs } from "@/lib/core/milliseconds";
import { peopleTimes, startOfHour } from "./people-times";
import { isOfPeople, type UsageDimension } from "./usage";
import { noKey, noModel, noName } from "./usage-groups";

const endOfHour = (at: Date) => startOfHour(new Date(at.getTime() + hourMs - 1));

/**
 * Returns the time of the answers that the sums of a range count: whole hours, and for users and sessions whole days
 * where hours are no longer kept. Pure.
 */
export function countedTime({ from, to }: { from: Date; to: Date }, by: UsageDimension, now: Date) {
  const times = isOfPeople(by) ? peopleTimes({ from, to }, now) : { from: startOfHour(from), to };
  return { from: times.from.toISOString(), to: endOfHour(times.to).toISOString() };
}

/** Returns the filters of the requests that a group of usage counts. Pure. */
export function filtersOf(by: UsageDimension, name: string): Record<string, string> {
  if (by === "prompt") return { prompt: name };
  if (by === "environment") return { environment: name };
  if (by === "user") return name === noName ? { missing: "userId" } : { userId: name };
  if (by === "session") return name === noName ? { missing: "sessionId" } : { sessionId: name };
  if (by === "model") return name === noModel ? { missing: "model" } : { model: name };
  if (by === "key") return name === noKey ? { missing: "key" } : { key: name };
  const [, prompt = "", version = ""] = /^(.+) v(\d+)$/.exec(name) ?? [];
  return { prompt, version };
}

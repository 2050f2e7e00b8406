import { dayMs } from "@/lib/core/milliseconds";
import { instantOf, localTime } from "@/lib/core/time-zone";

/** The digest is sent from this hour on Monday, in the person's time zone, until the end of Tuesday. */
const fromHour = 6;

export type DigestWeek = { monday: Date; from: Date; to: Date; words: string };

/** Returns the week whose digest is due. Null if none is due. Pure. */
export function dueWeek(now: Date, timeZone = "UTC"): DigestWeek | null {
  const local = new Date(localTime(now.getTime(), timeZone));
  const day = weekday(local);
  const isDue = day === 0 ? local.getUTCHours() >= fromHour : day === 1;
  return isDue ? lastWeek(now, timeZone) : null;
}

/** The day of the week, from 0 for Monday. */
const weekday = (local: Date) => (local.getUTCDay() + 6) % 7;

/** Returns the last complete week, Monday to Sunday in a time zone. `monday` is the date after it. Pure. */
export function lastWeek(now: Date, timeZone = "UTC"): DigestWeek {
  const local = new Date(localTime(now.getTime(), timeZone));
  const day = weekday(local);
  const midnight = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate());
  const monday = midnight - day * dayMs;
  const at = (date: number) => new Date(instantOf(date, timeZone));
  const words = (date: number) =>
    new Date(date).toLocaleDateString("en-GB", { day: "numeric", month: "long", timeZone: "UTC" });
  return {
    monday: new Date(monday),
    from: at(monday - 7 * dayMs),
    to: at(monday),
    words: `${words(monday - 7 * dayMs)} to ${words(monday - dayMs)} (${timeZone.replaceAll("_", " ")})`,
  };
}

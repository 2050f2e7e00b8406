import { instantOf, localTime } from "@/lib/core/time-zone";

const dayMs = 86_400_000;
/** Mondays from this hour on, on the person's clock, until the day after: later it is no news. */
const fromHour = 6;

export type DigestWeek = { monday: Date; from: Date; to: Date; words: string };

/** The week whose digest is due, from Monday to Sunday in a time zone; null: none is. `monday` is a date. Pure. */
export function dueWeek(now: Date, timeZone = "UTC"): DigestWeek | null {
  const local = new Date(localTime(now.getTime(), timeZone));
  const day = (local.getUTCDay() + 6) % 7;
  const isDue = day === 0 ? local.getUTCHours() >= fromHour : day === 1;
  if (!isDue) return null;
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

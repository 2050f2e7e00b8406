import { months } from "@/lib/core/short-day";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

function parts(at: number, timeZone?: string) {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  const found = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]));
  const month = months[Number(found.month) - 1] ?? "";
  return {
    date: `${Number(found.day)} ${month}`,
    year: found.year ?? "",
    time: `${found.hour}:${found.minute}:${found.second}`,
  };
}

/** "now", "12 min", "2 h", "6 d", then a date ("3 Nov", with the year if not this year). Times in milliseconds. */
export function formatRelative(at: number, now: number, timeZone?: string): string {
  const age = now - at;
  if (Math.abs(age) < minute) return "now";
  if (age > 0 && age < 8 * day) {
    if (age < hour) return `${Math.floor(age / minute)}\u00a0min`;
    if (age < day) return `${Math.floor(age / hour)}\u00a0h`;
    return `${Math.floor(age / day)}\u00a0d`;
  }
  const then = parts(at, timeZone);
  return then.year === parts(now, timeZone).year ? then.date : `${then.date} ${then.year}`;
}

/** "17 Nov 2026, 15:00:00" in the given zone, or else the machine's. Adds "UTC" for that zone. */
export function formatExact(at: number, timeZone?: string): string {
  const then = parts(at, timeZone);
  return `${then.date} ${then.year}, ${then.time}${timeZone === "UTC" ? " UTC" : ""}`;
}

/** "14:05", in the given zone. */
export const formatTime = (at: number, timeZone: string): string => parts(at, timeZone).time.slice(0, 5);

/** "14:05" ("14:05:09" with seconds), or "24 Nov, 14:05" if not today. In the given zone, or else the machine's. */
export function formatClock(at: number, now: number, timeZone?: string, hasSeconds = false): string {
  const [then, today] = [parts(at, timeZone), parts(now, timeZone)];
  const time = then.time.slice(0, 5);
  if (then.date === today.date && then.year === today.year) return hasSeconds ? then.time : time;
  return then.year === today.year ? `${then.date}, ${time}` : `${then.date} ${then.year}, ${time}`;
}

import { localTime } from "@/lib/core/time-zone";

/** Returns the city of a time zone: "Berlin" for "Europe/Berlin". */
export function placeOf(timeZone: string): string {
  return timeZone.split("/").at(-1)?.replaceAll("_", " ") ?? timeZone;
}

const format = (at: number, timeZone: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat("en-GB", { timeZone, hourCycle: "h23", ...options }).format(at);

const clock = { hour: "2-digit", minute: "2-digit" } as const;

/** "15:00", or "15:00:07" if the seconds are not zero. */
export function timeOf(at: number, timeZone: string): string {
  const isWhole = Math.floor(at / 1000) % 60 === 0;
  return format(at, timeZone, isWhole ? clock : { ...clock, second: "2-digit" });
}

/** "Tuesday 17 November", with the year if it is not the current year. */
export function dayOf(at: number, timeZone: string, now: number): string {
  const year = (time: number) => format(time, timeZone, { year: "numeric" });
  const options = { weekday: "long", day: "numeric", month: "long" } as const;
  return format(at, timeZone, year(at) === year(now) ? options : { ...options, year: "numeric" }).replace(",", "");
}

/** "15:00". */
export function clockOf(at: number, timeZone: string): string {
  return format(at, timeZone, clock);
}

/** "3 Nov, 09:14". */
export function momentOf(at: number, timeZone: string): string {
  return `${shortDayOf(at, timeZone)}, ${clockOf(at, timeZone)}`;
}

/** "3 Nov". */
export function shortDayOf(at: number, timeZone: string): string {
  return format(at, timeZone, { day: "numeric", month: "short" });
}

/** Returns the value of a `datetime-local` field: "2026-11-17T15:00:00" in the person's zone. */
export function toFieldValue(at: number, timeZone: string): string {
  return new Date(localTime(at, timeZone)).toISOString().slice(0, 19);
}

import { hourMs } from "@/lib/core/milliseconds";

const dayMs = 24 * hourMs;

/** The number of days in which hourly sums are kept. Events may be up to 30 days late. */
export const keptHourDays = 32;

const floor = (at: Date, stepMs: number) => new Date(Math.floor(at.getTime() / stepMs) * stepMs);
export const startOfHour = (at: Date) => floor(at, hourMs);
export const startOfDay = (at: Date) => floor(at, dayMs);
/** Returns the end of a day. The instant at which a day begins is returned unchanged. */
export const endOfDay = (at: Date) => floor(new Date(at.getTime() + dayMs - 1), dayMs);

/** Whole days from `firstDay` to `lastDay` (exclusive), and the hours before and after them from `from` to `to`. */
export type PeopleTimes = { from: Date; firstDay: Date; lastDay: Date; to: Date };

/** The start of the oldest day whose hours are kept. Pure. */
export const oldestHour = (now: Date) => startOfDay(new Date(now.getTime() - keptHourDays * dayMs));

/** Splits a time range into hours and days (UTC). Where hours are no longer kept, the whole day is used. Pure. */
export function peopleTimes({ from, to }: { from: Date; to: Date }, now: Date): PeopleTimes {
  const oldest = oldestHour(now);
  const start = from < oldest ? startOfDay(from) : startOfHour(from);
  const end = to < oldest ? endOfDay(to) : to;
  const [firstDay, lastDay] = [endOfDay(start), startOfDay(end)];
  return firstDay < lastDay
    ? { from: start, firstDay, lastDay, to: end }
    : { from: start, firstDay: end, lastDay: end, to: end };
}

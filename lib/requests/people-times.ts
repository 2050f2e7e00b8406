const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** For how long hours are kept beside days: events come up to 30 days late. */
export const keptHourDays = 32;

const floor = (at: Date, stepMs: number) => new Date(Math.floor(at.getTime() / stepMs) * stepMs);
export const startOfDay = (at: Date) => floor(at, dayMs);
/** The end of a day; an instant at which a day begins is the end of the one before. */
export const endOfDay = (at: Date) => floor(new Date(at.getTime() + dayMs - 1), dayMs);

/** Whole days from `firstDay` to before `lastDay`, and the hours from `from` and to `to` around them. */
export type PeopleTimes = { from: Date; firstDay: Date; lastDay: Date; to: Date };

/** Of which hours and days (UTC) a time is made. Where hours are not kept any more, their whole day counts. Pure. */
export function peopleTimes({ from, to }: { from: Date; to: Date }, now: Date): PeopleTimes {
  const oldest = startOfDay(new Date(now.getTime() - keptHourDays * dayMs));
  const start = from < oldest ? startOfDay(from) : floor(from, hourMs);
  const end = to < oldest ? endOfDay(to) : to;
  const [firstDay, lastDay] = [endOfDay(start), startOfDay(end)];
  return firstDay < lastDay
    ? { from: start, firstDay, lastDay, to: end }
    : { from: start, firstDay: end, lastDay: end, to: end };
}

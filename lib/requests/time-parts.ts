import { endOfDay, startOfDay } from "./people-times";

/** A time from its beginning to before its end. */
export type TimeRange = { from: Date; to: Date };
/** Whole months and days (UTC), and what is left around them, to be read by hour. None of the ranges is empty. */
export type TimeParts = { months: TimeRange[]; days: TimeRange[]; hours: TimeRange[] };

const monthOf = (at: Date, ahead: number) => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + ahead, 1));
const startOfMonth = (at: Date) => monthOf(at, 0);
const endOfMonth = (at: Date) => (monthOf(at, 0) < at ? monthOf(at, 1) : at);

const cut = (ranges: TimeRange[]) => ranges.filter(({ from, to }) => from < to);

/** The whole units within a time, and what is around them. */
function wholeWithin({ from, to }: TimeRange, startOf: (at: Date) => Date, endOf: (at: Date) => Date) {
  const [first, last] = [endOf(from), startOf(to)];
  if (first >= last) return { whole: [], around: [{ from, to }] };
  return {
    whole: [{ from: first, to: last }],
    around: [
      { from, to: first },
      { from: last, to },
    ],
  };
}

/** Of which months, days and hours (UTC) a time is made. Pure. */
export function timeParts(time: TimeRange): TimeParts {
  const byDay = wholeWithin(time, startOfDay, endOfDay);
  const byMonth = byDay.whole.map((days) => wholeWithin(days, startOfMonth, endOfMonth));
  return {
    months: cut(byMonth.flatMap(({ whole }) => whole)),
    days: cut(byMonth.flatMap(({ around }) => around)),
    hours: cut(byDay.around),
  };
}

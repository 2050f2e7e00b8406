import { endOfDay, startOfDay } from "./people-times";
import { nextStep, startOfStep } from "./usage-steps";

/** A time range. `from` is inclusive and `to` exclusive. */
export type TimeRange = { from: Date; to: Date };
/** Whole months and days (UTC), and the rest, which is read by hour. No range is empty. */
export type TimeParts = { months: TimeRange[]; days: TimeRange[]; hours: TimeRange[] };

const monthOf = (at: Date, ahead: number) => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + ahead, 1));
const startOfMonth = (at: Date) => monthOf(at, 0);
const endOfMonth = (at: Date) => (monthOf(at, 0) < at ? monthOf(at, 1) : at);

const cut = (ranges: TimeRange[]) => ranges.filter(({ from, to }) => from < to);

/** Splits a time range into whole units and the rest around them. */
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

/** Splits a time range of whole days into whole weeks, which begin on Mondays, and the days around them (UTC). Pure. */
export function weekParts(days: TimeRange): { weeks: TimeRange[]; days: TimeRange[] } {
  const startOfWeek = (at: Date) => startOfStep(at, "week");
  const endOfWeek = (at: Date) => (startOfWeek(at) < at ? nextStep(startOfWeek(at), "week") : at);
  const { whole, around } = wholeWithin(days, startOfWeek, endOfWeek);
  return { weeks: cut(whole), days: cut(around) };
}

/** Splits a time range into months, days and hours (UTC). Pure. */
export function timeParts(time: TimeRange): TimeParts {
  const byDay = wholeWithin(time, startOfDay, endOfDay);
  const byMonth = byDay.whole.map((days) => wholeWithin(days, startOfMonth, endOfMonth));
  return {
    months: cut(byMonth.flatMap(({ whole }) => whole)),
    days: cut(byMonth.flatMap(({ around }) => around)),
    hours: cut(byDay.around),
  };
}

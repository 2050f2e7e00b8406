import { endOfDay } from "./people-times";

const monthOf = (at: Date, ahead = 0) => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + ahead, 1));
const dayOf = (at: Date) => at.toISOString().slice(0, 10);

/** Whole months from `firstMonth` to before `lastMonth`, and the days from `from` and to before `to` around them; each "YYYY-MM-DD". */
export type MonthTimes = { from: string; firstMonth: string; lastMonth: string; to: string };

/** Of which days and months (UTC) a time is made. A day that it only touches counts whole. Pure. */
export function monthTimes(time: { from: Date; to: Date }): MonthTimes {
  const [from, to] = [dayOf(time.from), dayOf(endOfDay(time.to))];
  const isWhole = from.endsWith("-01");
  const [firstMonth, lastMonth] = [dayOf(monthOf(time.from, isWhole ? 0 : 1)), dayOf(monthOf(new Date(to)))];
  return firstMonth < lastMonth ? { from, firstMonth, lastMonth, to } : { from, firstMonth: to, lastMonth: to, to };
}

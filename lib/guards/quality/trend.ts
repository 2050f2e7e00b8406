import { dayMs } from "@/lib/core/milliseconds";
import type { TrendDay } from "./rows";

type DayRow = { day: string; version: number; n: number; passed: number; sum: number };

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

type TrendOptions = {
  isRate: boolean;
  days: number;
  now: number;
  version: number | null;
  releases: ReadonlySet<string>;
};

/**
 * The days (UTC) until today with their values, the live version's value over all of them, and the scores of the last
 * 7. Pure.
 */
export function toTrend(rows: readonly DayRow[], { isRate, days, now, version, releases }: TrendOptions) {
  const meanOf = (of: readonly DayRow[]) => {
    const n = of.reduce((sum, row) => sum + row.n, 0);
    const total = of.reduce((sum, row) => sum + (isRate ? row.passed : row.sum), 0);
    return { n, value: n > 0 ? total / n : null };
  };
  const all = Array.from({ length: days }, (_, index): TrendDay => {
    const day = dayOf(now - (days - 1 - index) * dayMs);
    return { day, ...meanOf(rows.filter((row) => row.day === day)), isRelease: releases.has(day) };
  });
  return {
    days: all,
    value: meanOf(rows.filter((row) => row.version === version)).value,
    scores: all.slice(-7).reduce((sum, { n }) => sum + n, 0),
  };
}

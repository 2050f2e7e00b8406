import type { ExperimentTotals, RatioSums } from "../totals";
import { type Cell, quantileTotals } from "./quantiles";
import { addNumbers, readSums } from "./sums";

/** Sums of an arm's users first exposed on a day (UTC, "2026-11-22"). */
export type DaySums = { variant: string; day: string; sums: number[] };
export type TimeCell = Cell & { variant: string; isTtft: boolean };

/** Everything that is known of a phase, put together for a snapshot. Pure. */
export function assembleTotals(rows: readonly DaySums[], cells: readonly TimeCell[]): ExperimentTotals {
  const variants = [...new Set(rows.map(({ variant }) => variant))].sort();
  const cellsOf = (variant: string, isTtft: boolean) =>
    cells.filter((cell) => cell.variant === variant && cell.isTtft === isTtft);
  const byUse: { variant: string; spans: RatioSums[] }[] = [];
  const arms = variants.map((variant) => {
    const own = rows.filter((row) => row.variant === variant).map(({ sums }) => sums);
    const { latencyUsers, ttftUsers, spans, ...counts } = readSums(addNumbers(own));
    byUse.push({ variant, spans });
    return {
      variant,
      ...counts,
      latencyMs: quantileTotals(cellsOf(variant, false), latencyUsers),
      ttftMs: quantileTotals(cellsOf(variant, true), ttftUsers),
    };
  });
  const byExposureDay = [...new Set(rows.map(({ day }) => day))].sort().map((day) => ({
    day,
    arms: rows
      .filter((row) => row.day === day)
      .map(({ variant, sums }) => {
        const { users, interactions, ratios } = readSums(sums);
        return { variant, users, interactions, ratios };
      }),
  }));
  return { arms, byExposureDay, byUse };
}

import { findInfluentialUsers } from "../results/one-user";
import type { ArmTotals, ExperimentTotals } from "../totals";
import type { TimeCell } from "./assemble";
import { type Cell, quantileTotals } from "./quantiles";

/** Times of one user. */
export type UserTimes = Cell & { unitId: string; isTtft: boolean };

/** The users whose times could change a quantile of their arm alone. Pure. */
export const listInfluential = (arms: readonly ArmTotals[]): string[] =>
  arms.flatMap((arm) => findInfluentialUsers(arm, "refusal_rate")).map(({ unitId }) => unitId);

/** Adds the times of an arm without each of these users to the totals. Pure. */
export function addWithout(
  totals: ExperimentTotals,
  cells: readonly TimeCell[],
  times: readonly UserTimes[],
): ExperimentTotals {
  if (times.length === 0) return totals;
  const arms = totals.arms.map((arm): ArmTotals => {
    const own = cells.filter(({ variant }) => variant === arm.variant);
    const heavy = arm.heavy?.map((user) => {
      const taken = times.filter(({ unitId }) => unitId === user.unitId);
      if (taken.length === 0) return user;
      const read = (isTtft: boolean, all: ArmTotals["latencyMs"]) =>
        quantileTotals(
          subtract(
            own.filter((cell) => cell.isTtft === isTtft),
            taken.filter((cell) => cell.isTtft === isTtft),
          ),
          Math.max(0, (all?.users ?? 0) - 1),
        );
      return { ...user, without: { latencyMs: read(false, arm.latencyMs), ttftMs: read(true, arm.ttftMs) } };
    });
    return heavy ? { ...arm, heavy } : arm;
  });
  return { ...totals, arms };
}

function subtract(cells: readonly Cell[], taken: readonly Cell[]): Cell[] {
  const counts = new Map(taken.map(({ group, bucket, count }) => [`${group} ${bucket}`, count]));
  return cells
    .map((cell) => ({ ...cell, count: cell.count - (counts.get(`${cell.group} ${cell.bucket}`) ?? 0) }))
    .filter(({ count }) => count > 0);
}

import { type RatioMetric, ratioMetrics } from "./metrics";
import type { ArmTotals, RatioSums } from "./totals";

/** The data of one user: the base b and the value v of each metric. */
export type MadeUser = Partial<Record<RatioMetric, readonly [b: number, v: number]>>;

const nothing = (): RatioSums => ({ users: 0, usersWith: 0, b: 0, v: 0, bb: 0, vv: 0, bv: 0 });

/** An arm without users. */
export function emptyArm(variant: string): ArmTotals {
  const ratios = Object.fromEntries(ratioMetrics.map((metric) => [metric, nothing()])) as ArmTotals["ratios"];
  const counts = { users: 0, usersWithInteractions: 0, usersInTwoArms: 0, interactions: 0 };
  return { variant, ...counts, ratios, latencyMs: null, ttftMs: null };
}

/** Adds a user to an arm, in place. */
export function addUser(arm: ArmTotals, user: MadeUser): void {
  arm.users++;
  const answers = Math.max(0, ...Object.values(user).map(([b]) => b));
  if (answers > 0) arm.usersWithInteractions++;
  arm.interactions += answers;
  for (const [metric, [b, v]] of Object.entries(user) as [RatioMetric, readonly [number, number]][]) {
    if (b === 0 && v === 0) continue;
    const sums = arm.ratios[metric];
    sums.users++;
    if (v > 0) sums.usersWith++;
    sums.b += b;
    sums.v += v;
    sums.bb += b * b;
    sums.vv += v * v;
    sums.bv += b * v;
  }
}

import { dayMs } from "@/lib/core/milliseconds";
import type { ExperimentPlan } from "../plan";
import type { ArmTotals, ExperimentTotals } from "../totals";
import { plannedArms } from "./health";
import { usersWithOutcome } from "./measure";

const paceWindowMs = 3 * dayMs;
const longestMs = 365 * dayMs;
/** No pace is stated from a shorter time: a burst of users after the start would be extrapolated. */
const shortestPaceMs = 3_600_000;

type Arms = { at: Date; arms: ArmTotals[] };

/** The number of users with an outcome in the variant that has the fewest. */
export function countedUsers(plan: ExperimentPlan, totals: Pick<ExperimentTotals, "arms">): number {
  const arms = plannedArms(plan, { ...totals, byExposureDay: [] });
  const served = arms.filter((_, index) => (plan.variants[index]?.weight ?? 0) > 0);
  return Math.min(...served.map((arm) => (arm ? usersWithOutcome(arm, plan.primaryMetric) : 0)));
}

/** Whether every variant has its planned number of users. A verdict is allowed only then. */
export function isSampleComplete(
  plan: ExperimentPlan,
  totals: Pick<ExperimentTotals, "arms">,
  required: number,
): boolean {
  return required > 0 && countedUsers(plan, totals) >= required;
}

export type Progress = { counted: number; perDay: number | null; expectedAt: string | null };

/**
 * The progress and the expected completion at the pace of the last three days; no date if it takes more than a year.
 */
export function computeProgress(
  plan: ExperimentPlan,
  {
    latest,
    history,
    startedAt,
    required,
  }: { latest: Arms; history: readonly Arms[]; startedAt: Date; required: number },
): Progress {
  const counted = countedUsers(plan, latest);
  const from = history.findLast(({ at }) => at.getTime() <= latest.at.getTime() - paceWindowMs);
  const since = from ? { at: from.at, counted: countedUsers(plan, from) } : { at: startedAt, counted: 0 };
  const ms = latest.at.getTime() - since.at.getTime();
  const perDay = ms >= shortestPaceMs ? ((counted - since.counted) / ms) * dayMs : 0;
  if (!(perDay > 0)) return { counted, perDay: null, expectedAt: null };
  const left = Math.max(0, required - counted);
  const waitMs = (left / perDay) * dayMs;
  const isNear = left > 0 && waitMs <= longestMs;
  return { counted, perDay, expectedAt: isNear ? new Date(latest.at.getTime() + waitMs).toISOString() : null };
}

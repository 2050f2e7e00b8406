import type { ExperimentPlan } from "../plan";
import type { ArmTotals, RatioSums } from "../totals";
import { windowMinutes } from "../windows";
import { compareMeans } from "./mean-values";
import { findDependence } from "./one-user";
import type { NetValue } from "./schema";

/**
 * The minimum share of answers with a known cost. Below it a version looks cheaper than it is, so the result is not
 * evaluated.
 */
const fewestKnown = 0.95;

/**
 * The users that count: those exposed long enough for a finished task, if the primary metric has the same outcome
 * window.
 */
function usersOf(plan: ExperimentPlan, { users, mature }: ArmTotals): number {
  const isSameWait = windowMinutes(plan, plan.primaryMetric) === windowMinutes(plan, "completion");
  return isSameWait && mature ? mature.users : users;
}

/**
 * One value per user: worth × finished tasks − cost of all their answers. Its sum and sum of squares are derived from
 * those of "cost per finished task", which are stored for the same users.
 */
function netSums(plan: ExperimentPlan, worth: number, arm: ArmTotals): RatioSums {
  const users = usersOf(plan, arm);
  const { b: done, v: cost, bb, bv, vv } = arm.ratios.cost_per_completion;
  const v = worth * done - cost;
  return { users, usersWith: users, b: users, v, bb: users, vv: worth ** 2 * bb - 2 * worth * bv + vv, bv: v };
}

const costKnown = ({ ratios, interactions }: ArmTotals) =>
  interactions > 0 ? Math.min(1, ratios.cost.b / interactions) : 0;

type Arms = { plan: ExperimentPlan; control: ArmTotals; candidates: readonly ArmTotals[] };

/**
 * The net value per user of each variant, compared with the control; null if the plan does not state the worth of a
 * finished task. The intervals hold for all variants together (Bonferroni). The result is informative: only the primary
 * metric decides.
 */
export function computeNetValue({ plan, control, candidates }: Arms): NetValue | null {
  const worth = plan.taskWorthUsd;
  if (worth === undefined) return null;
  const confidence = 1 - plan.alpha / Math.max(1, candidates.length);
  const compare = (a: ArmTotals, b: ArmTotals) =>
    compareMeans(netSums(plan, worth, a), netSums(plan, worth, b), confidence);
  const comparisons = candidates
    .filter((arm) => usersOf(plan, arm) > 1 && usersOf(plan, control) > 1)
    .map((arm): NetValue["comparisons"][number] => {
      const [a, b] = [netSums(plan, worth, control), netSums(plan, worth, arm)];
      const { difference, interval, p, test } = compare(control, arm);
      const isClear = test !== "none" && p < 1 - confidence && difference !== 0;
      const knownShares: [number, number] = [costKnown(control), costKnown(arm)];
      const isStill = (pair: { control: ArmTotals; arm: ArmTotals }) => {
        const again = compare(pair.control, pair.arm);
        return again.p < 1 - confidence && Math.sign(again.difference) === Math.sign(difference);
      };
      const dependsOn = isClear ? findDependence("cost_per_completion", { control, arm }, isStill) : null;
      const [low, high] = interval;
      return {
        variant: arm.variant,
        baseline: a.v / a.users,
        value: b.v / b.users,
        difference,
        interval: [Number.isFinite(low) ? low : null, Number.isFinite(high) ? high : null],
        confidence,
        p,
        users: [a.users, b.users],
        costKnown: knownShares,
        reading:
          Math.min(...knownShares) < fewestKnown
            ? "cost_unknown"
            : !isClear
              ? "unclear"
              : dependsOn
                ? "depends_on_one_user"
                : difference > 0
                  ? "better"
                  : "worse",
      };
    });
  return { taskWorthUsd: worth, comparisons };
}

import { type MetricName, metrics } from "../metrics";
import type { ExperimentPlan } from "../plan";
import type { ArmTotals, ExperimentTotals } from "../totals";
import { plannedArms } from "./health";
import { measure, usersWithOutcome } from "./measure";
import type { ExperimentResults, VariantResults } from "./schema";
import type { ResultState } from "./state";

/** The metrics shown in a state: the planned ones while users are added, all of them at the end. */
function shownMetrics(plan: ExperimentPlan, state: ResultState): MetricName[] {
  if (state === "not_valid") return [];
  if (state === "verdict" || state === "bandit") return Object.keys(metrics) as MetricName[];
  return [plan.primaryMetric, ...plan.guardrails.map(({ metric }) => metric)];
}

function metricsOf(arm: ArmTotals, shown: readonly MetricName[]): VariantResults["metrics"] {
  const values = shown.flatMap((metric) => {
    const measured = measure(arm, metric);
    if (!measured) return [];
    const { value, numerator, denominator, users, effectiveUsers } = measured;
    return [[metric, { value, numerator, denominator, users, effectiveUsers }] as const];
  });
  return Object.fromEntries(values);
}

/** The variants of the plan with their users and the metrics shown in the state. */
export function computeVariants(plan: ExperimentPlan, totals: ExperimentTotals, state: ResultState): VariantResults[] {
  const shown = shownMetrics(plan, state);
  const arms = plannedArms(plan, totals);
  return plan.variants.map(({ key, version, weight }, index) => {
    const arm = arms[index];
    return {
      key,
      version,
      isControl: index === 0,
      weight,
      users: arm?.users ?? 0,
      interactions: arm?.interactions ?? 0,
      counted: arm ? usersWithOutcome(arm, plan.primaryMetric) : 0,
      young: arm?.mature ? arm.users - arm.mature.users : 0,
      metrics: arm ? metricsOf(arm, shown) : {},
    };
  });
}

/** The response times of the plan's variants. */
export function computeSpeed(plan: ExperimentPlan, totals: ExperimentTotals): ExperimentResults["speed"] {
  const arms = plannedArms(plan, totals);
  const pick = (times: ArmTotals["latencyMs"] | undefined) => (times ? { p50: times.p50, p95: times.p95 } : null);
  return plan.variants.map(({ key: variant }, index) => ({
    variant,
    latencyMs: pick(arms[index]?.latencyMs),
    ttftMs: pick(arms[index]?.ttftMs),
  }));
}

import { type MetricName, metrics } from "../metrics";
import type { ExperimentPlan, Guardrail } from "../plan";
import { alwaysValid, type Interval } from "../statistics";
import type { ArmTotals } from "../totals";
import { marginOf } from "./guardrail";
import { type Measured, measure, usersWithOutcome } from "./measure";

/** Users with an outcome in each arm below which nothing is said: the live interval is an asymptotic one. */
export const liveFrom = 100;

export type LiveRead = { baseline: number | null; value: number | null; difference: number | null; interval: Interval };

const unbounded: Interval = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/** A rate that has not happened yet is no rate that cannot: its variance is at least that of one more and one less. */
function cautious(metric: MetricName, { variance, value, numerator, denominator }: Measured): number {
  if (metrics[metric].kind !== "rate" || numerator === null || denominator === null) return variance;
  const share = (Math.min(numerator, denominator) + 1) / (denominator + 2);
  return value > 0 && value < 1 ? Math.max(variance, 0) : (share * (1 - share)) / (denominator + 2);
}

/** Users of two arms together when the smallest arm of the plan reaches its sample. */
function plannedTotal(plan: ExperimentPlan, required: number, control: string, variant: string): number {
  const weights = plan.variants.map(({ weight }) => weight).filter((weight) => weight > 0);
  const pair = plan.variants
    .filter(({ key }) => key === control || key === variant)
    .reduce((sum, { weight }) => sum + weight, 0);
  return Math.max(2, (required * pair) / Math.min(...weights));
}

type Looking = { plan: ExperimentPlan; required: number; metric: MetricName; control: ArmTotals; arm: ArmTotals };

/** The always-valid interval of B − A, shared by the arms compared with the control; unbounded while there is little. */
export function readLive(
  { plan, required, metric, control, arm }: Looking,
  standardErrorOf?: (a: number, b: number) => number,
): LiveRead {
  const [a, b] = [measure(control, metric), measure(arm, metric)];
  const values = { baseline: a?.value ?? null, value: b?.value ?? null };
  if (!a || !b) return { ...values, difference: null, interval: unbounded };
  const difference = b.value - a.value;
  const [usersA, usersB] = [usersWithOutcome(control, metric), usersWithOutcome(arm, metric)];
  if (Math.min(usersA, usersB) < liveFrom) return { ...values, difference, interval: unbounded };
  const [va, vb] = [cautious(metric, a), cautious(metric, b)];
  const standardError = standardErrorOf?.(va, vb) ?? Math.sqrt(va + vb);
  const { interval } = alwaysValid({
    difference,
    standardError,
    n: usersA + usersB,
    alpha: plan.alpha / Math.max(1, plan.variants.length - 1),
    tuningN: plannedTotal(plan, required, control.variant, arm.variant),
  });
  return { ...values, difference, interval };
}

export type LiveGuardrail = LiveRead & { margin: number | null; isHarm: boolean };

/** A guardrail's always-valid interval, and whether all of it lies beyond the margin. */
export function readLiveGuardrail(
  { plan, required, control, arm }: Omit<Looking, "metric">,
  guardrail: Guardrail,
): LiveGuardrail {
  const { metric } = guardrail;
  const { kind, worse } = metrics[metric];
  const scale = kind === "rate" ? 1 : worse === "higher" ? 1 + guardrail.margin : 1 - guardrail.margin;
  const live = readLive({ plan, required, metric, control, arm }, (va, vb) => Math.sqrt(vb + scale ** 2 * va));
  if (live.baseline === null) return { ...live, margin: null, isHarm: false };
  const margin = marginOf(guardrail, live.baseline);
  const least = worse === "higher" ? live.interval[0] : -live.interval[1];
  return { ...live, margin, isHarm: least > margin };
}

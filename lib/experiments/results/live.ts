import { type MetricName, metrics } from "../metrics";
import type { ExperimentPlan, Guardrail } from "../plan";
import { alwaysValidErrors, type Interval } from "../statistics";
import type { ArmTotals } from "../totals";
import { controlScale, marginOf } from "./guardrail";
import { type MetricEstimate, measurePair, sumsOf, usersWithOutcome } from "./measure";
import { findDependence } from "./one-user";
import { effectiveCounts } from "./rates";
import { reachOfDifference } from "./spread";

/**
 * The minimum number of users with an outcome per arm. Below it the live interval is not shown, because it is
 * asymptotic.
 */
export const liveFrom = 100;

export type LiveRead = { baseline: number | null; value: number | null; difference: number | null; interval: Interval };

const unbounded: Interval = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/**
 * The variances of both arms. For a rate, each is at least that of both arms together with one success and one failure
 * added, so that a small arm without any success does not look certain.
 */
function cautiousPair(
  metric: MetricName,
  control: ArmTotals,
  arm: ArmTotals,
): [MetricEstimate | null, MetricEstimate | null] {
  const [a, b] = measurePair(metric, control, arm);
  const [sa, sb] = [sumsOf(control, metric), sumsOf(arm, metric)];
  if (metrics[metric].kind !== "rate" || !a || !b || !sa || !sb) return [a, b];
  const counts = effectiveCounts(sa, sb);
  const share = (counts.a.successes + counts.b.successes + 1) / (counts.a.total + counts.b.total + 2);
  const atLeast = (one: MetricEstimate, total: number): MetricEstimate => ({
    ...one,
    variance: Math.max(one.variance, (share * (1 - share)) / total),
  });
  return [atLeast(a, counts.a.total), atLeast(b, counts.b.total)];
}

/** A difference of rates is between −1 and 1. */
const possible = (metric: MetricName, [low, high]: Interval): Interval =>
  metrics[metric].kind === "rate" && Number.isFinite(low) ? [Math.max(-1, low), Math.min(1, high)] : [low, high];

/** The total users of two arms at the time when the plan's smallest arm reaches its sample. */
function plannedTotal(plan: ExperimentPlan, required: number, control: string, variant: string): number {
  const weights = plan.variants.map(({ weight }) => weight).filter((weight) => weight > 0);
  const pair = plan.variants
    .filter(({ key }) => key === control || key === variant)
    .reduce((sum, { weight }) => sum + weight, 0);
  return Math.max(2, (required * pair) / Math.min(...weights));
}

type Looking = { plan: ExperimentPlan; required: number; metric: MetricName; control: ArmTotals; arm: ArmTotals };

/**
 * The always-valid interval of B − A. All arms that are compared with the control share α. Unbounded while there are
 * few users. `scale` multiplies the control in the error, for a relative margin.
 */
export function computeLive({ plan, required, metric, control, arm }: Looking, scale = 1): LiveRead {
  const [a, b] = cautiousPair(metric, control, arm);
  const values = { baseline: a?.value ?? null, value: b?.value ?? null };
  if (!a || !b) return { ...values, difference: null, interval: unbounded };
  const difference = b.value - a.value;
  const [usersA, usersB] = [usersWithOutcome(control, metric), usersWithOutcome(arm, metric)];
  if (Math.min(usersA, usersB) < liveFrom) return { ...values, difference, interval: unbounded };
  if (!(a.variance + b.variance > 0)) return { ...values, difference, interval: unbounded };
  const errors = alwaysValidErrors({
    n: usersA + usersB,
    alpha: plan.alpha / Math.max(1, plan.variants.length - 1),
    tuningN: plannedTotal(plan, required, control.variant, arm.variant),
  });
  const [below, above] = reachOfDifference({ a, b, scale }, errors);
  return { ...values, difference, interval: possible(metric, [difference - below, difference + above]) };
}

export type LiveGuardrail = LiveRead & { margin: number | null; isHarm: boolean };

/**
 * The always-valid interval of a guardrail, and whether all of it is beyond the margin, even without any single user.
 */
export function computeLiveGuardrail(
  { plan, required, control, arm }: Omit<Looking, "metric">,
  guardrail: Guardrail,
): LiveGuardrail {
  const { metric } = guardrail;
  const read = (pair: { control: ArmTotals; arm: ArmTotals }) => computeBeyond({ plan, required, ...pair }, guardrail);
  const seen = read({ control, arm });
  const isAlone = seen.isHarm && findDependence(metric, { control, arm }, (pair) => read(pair).isHarm) !== null;
  return { ...seen, isHarm: seen.isHarm && !isAlone };
}

function computeBeyond({ plan, required, control, arm }: Omit<Looking, "metric">, guardrail: Guardrail): LiveGuardrail {
  const { metric } = guardrail;
  const { worse } = metrics[metric];
  const live = computeLive({ plan, required, metric, control, arm }, controlScale(guardrail));
  if (live.baseline === null) return { ...live, margin: null, isHarm: false };
  const margin = marginOf(guardrail, live.baseline);
  const least = worse === "higher" ? live.interval[0] : -live.interval[1];
  return { ...live, margin, isHarm: least > margin };
}

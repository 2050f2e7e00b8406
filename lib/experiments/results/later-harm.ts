import { type MetricName, metrics } from "../metrics";
import type { ExperimentPlan } from "../plan";
import type { ArmTotals } from "../totals";
import { formatBounds } from "./figures";
import { computeLive } from "./live";
import { findDependence } from "./one-user";
import type { LaterHarm } from "./schema";
import { computeSafetyStop, controlAnd } from "./timeline";
import { toBounds, type VerdictFacts } from "./verdict";

type Newest = { plan: ExperimentPlan; required: number; arms: readonly ArmTotals[] };
type VerdictFindings = Pick<VerdictFacts, "comparisons" | "harmedGuardrails">;

/**
 * What is clearly worse in the data that came after the verdict, and was not in the verdict: a guardrail beyond its
 * margin, else the primary metric. Its intervals are always-valid, so reading them every minute is safe. Pure.
 */
export function computeLaterHarm(
  { plan, required, arms }: Newest,
  { comparisons, harmedGuardrails }: VerdictFindings,
  nameOf: (variant: string) => string,
): LaterHarm | null {
  const known = controlAnd({ plan, arms });
  if (!known) return null;
  const isSaid = (metric: MetricName, variant: string) =>
    harmedGuardrails.some((one) => one.metric === metric && one.variant === variant) ||
    comparisons.some(
      (one) => one.role === "primary" && one.metric === metric && one.variant === variant && one.reading === "worse",
    );
  const isOpen = ({ metric }: { metric: MetricName }, { variant }: ArmTotals) => !isSaid(metric, variant);
  for (const arm of known.candidates) {
    const guardrails = plan.guardrails.filter((one) => isOpen(one, arm));
    const harm = computeSafetyStop({ plan: { ...plan, guardrails }, required, arms: [known.control, arm] }, nameOf);
    if (harm) return { ...harm, role: "guardrail" };
  }
  const metric = plan.primaryMetric;
  for (const arm of known.candidates) {
    if (isSaid(metric, arm.variant)) continue;
    const read = (pair: { control: ArmTotals; arm: ArmTotals }) => computeLive({ plan, required, metric, ...pair });
    const isWorse = ([low, high]: readonly [number, number]) =>
      metrics[metric].worse === "higher" ? low > 0 : high < 0;
    const pair = { control: known.control, arm };
    const { interval } = read(pair);
    if (!isWorse(interval) || findDependence(metric, pair, (fewer) => isWorse(read(fewer).interval))) continue;
    const range = formatBounds(metric, toBounds(interval));
    const reason = `${metrics[metric].label} got clearly worse with ${nameOf(arm.variant)}: ${range}.`;
    return { metric, variant: arm.variant, role: "primary", reason };
  }
  return null;
}

import { metrics } from "../metrics";
import type { ExperimentPlan } from "../plan";
import type { ArmTotals } from "../totals";
import { formatBounds, formatMargin } from "./figures";
import { computeLive, computeLiveGuardrail, liveFrom } from "./live";
import { usersWithOutcome } from "./measure";
import type { LiveRange, SafetyStop, TimelinePoint } from "./schema";
import { toBounds } from "./verdict";

type Arms = { plan: ExperimentPlan; required: number; arms: readonly ArmTotals[] };

/** The control and the variants compared with it, in the order of the plan; null while an arm has no users. */
export function controlAnd({
  plan,
  arms,
}: Pick<Arms, "plan" | "arms">): { control: ArmTotals; candidates: ArmTotals[] } | null {
  const [control, ...candidates] = plan.variants.map(({ key }) => arms.find(({ variant }) => variant === key));
  if (!control) return null;
  return { control, candidates: candidates.flatMap((arm) => arm ?? []) };
}

/** The always-valid intervals of the primary metric and of the guardrails that may stop the experiment early. */
export function computeLiveRanges({ plan, required, arms }: Arms): LiveRange[] {
  const compared = controlAnd({ plan, arms });
  if (!compared) return [];
  const { control, candidates } = compared;
  return candidates.flatMap((arm) => {
    const { baseline, value, interval } = computeLive({ plan, required, metric: plan.primaryMetric, control, arm });
    const primary: LiveRange = {
      metric: plan.primaryMetric,
      variant: arm.variant,
      role: "primary",
      baseline,
      value,
      margin: null,
      interval: toBounds(interval),
    };
    const guardrails = plan.guardrails.map((guardrail): LiveRange => {
      const live = computeLiveGuardrail({ plan, required, control, arm }, guardrail);
      return {
        metric: guardrail.metric,
        variant: arm.variant,
        role: "guardrail",
        baseline: live.baseline,
        value: live.value,
        margin: live.margin,
        interval: toBounds(live.interval),
      };
    });
    return [primary, ...guardrails];
  });
}

/**
 * The guardrail whose always-valid interval is entirely beyond its margin. This is a reason to stop before the sample
 * is complete.
 */
export function computeSafetyStop(
  { plan, required, arms }: Arms,
  nameOf: (variant: string) => string,
): SafetyStop | null {
  const compared = plan.kind === "ab" ? controlAnd({ plan, arms }) : null;
  if (!compared) return null;
  for (const arm of compared.candidates) {
    for (const guardrail of plan.guardrails) {
      const live = computeLiveGuardrail({ plan, required, control: compared.control, arm }, guardrail);
      if (!live.isHarm) continue;
      const { label } = metrics[guardrail.metric];
      const range = formatBounds(guardrail.metric, toBounds(live.interval));
      const reason = `${label} got clearly worse with ${nameOf(arm.variant)}: ${range}, ${formatMargin(guardrail)}.`;
      return { metric: guardrail.metric, variant: arm.variant, reason };
    }
  }
  return null;
}

type ArmsAt = { at: Date; arms: readonly ArmTotals[] };

/** The primary metric's difference over time with its always-valid band, without times that have too few users. */
export function computeTimeline(plan: ExperimentPlan, required: number, history: readonly ArmsAt[]): TimelinePoint[] {
  return history.flatMap(({ at, arms }) => {
    const compared = controlAnd({ plan, arms });
    if (!compared) return [];
    return compared.candidates.flatMap((arm) => {
      const users = [compared.control, arm].map((one) => usersWithOutcome(one, plan.primaryMetric));
      const live = computeLive({ plan, required, metric: plan.primaryMetric, control: compared.control, arm });
      if (live.difference === null || Math.min(...users) < liveFrom) return [];
      const interval = toBounds(live.interval);
      const total = users.reduce((sum, count) => sum + count, 0);
      return [{ at: at.toISOString(), variant: arm.variant, users: total, difference: live.difference, interval }];
    });
  });
}

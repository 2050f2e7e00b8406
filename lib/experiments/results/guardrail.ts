import { metrics } from "../metrics";
import type { Guardrail } from "../plan";
import { type Interval, normalQuantile, normalSurvival } from "../statistics";
import type { ArmTotals } from "../totals";
import { compareMetric, type MetricComparison } from "./compare";
import { measurePair, sumsOf } from "./measure";
import { ratePastMargin } from "./rates";
import { type Contrast, errorsToReach, reachOfDifference } from "./spread";

export type GuardrailRead = {
  baseline: number | null;
  value: number | null;
  difference: number | null;
  /**
   * Two-sided with confidence 1 − 2α, so that each side equals the one-sided test at α. Charts compare it with the
   * margin.
   */
  interval: Interval;
  /** The margin in the metric's unit. A relative margin is multiplied by the control's value. */
  margin: number | null;
  test: MetricComparison["test"];
  /** One-sided p-value that it got worse by more than the margin. */
  p: number;
  /** `worse`: by more than the margin; `not_worse`: within the margin; `unclear`: not enough evidence. */
  reading: "worse" | "not_worse" | "unclear" | "nothing_to_test";
};

/** The margin in the metric's unit. */
export function marginOf({ metric, margin }: Guardrail, baseline: number): number {
  return metrics[metric].kind === "rate" ? margin : margin * Math.abs(baseline);
}

/** How much a value of the control counts in (difference ∓ margin). A relative margin varies with the control. */
export function controlScale({ metric, margin }: Guardrail): number {
  const { kind, worse } = metrics[metric];
  return kind === "rate" ? 1 : worse === "higher" ? 1 + margin : 1 - margin;
}

/** Both arms, to compare B with the margin; null if an arm has no data. */
function contrastOf(guardrail: Guardrail, control: ArmTotals, arm: ArmTotals): Contrast | null {
  const [a, b] = measurePair(guardrail.metric, control, arm);
  return a && b && { a, b, scale: controlScale(guardrail) };
}

type Beyond = Pick<GuardrailRead, "p" | "interval">;

/**
 * For means and quantiles: a normal test of the difference minus the margin. Without variance the result is certain.
 */
function meanPastMargin(
  { difference, compared }: { difference: number; compared: Beyond },
  {
    sign,
    margin,
    contrast,
    confidence,
  }: { sign: 1 | -1; margin: number; contrast: Contrast | null; confidence: number },
): Beyond {
  const variance = contrast ? contrast.a.variance + contrast.b.variance : Number.NaN;
  if (!contrast || Number.isNaN(variance)) return { p: 1, interval: compared.interval };
  if (variance === 0) return { p: sign * difference - margin > 0 ? compared.p / 2 : 1, interval: compared.interval };
  const [below, above] = reachOfDifference(contrast, normalQuantile(0.5 + confidence / 2));
  const p = normalSurvival(sign * errorsToReach(contrast, difference - sign * margin));
  return { p, interval: [difference - below, difference + above] };
}

/** Tests a guardrail one-sided against its margin, without correction. The p-value and the interval always agree. */
export function computeGuardrail(
  guardrail: Guardrail,
  control: ArmTotals,
  arm: ArmTotals,
  alpha: number,
): GuardrailRead {
  const { metric } = guardrail;
  const confidence = 1 - 2 * alpha;
  const compared = compareMetric(metric, control, arm, confidence);
  const { baseline, value, difference, test } = compared;
  if (difference === null || baseline === null) return { ...compared, margin: null, p: 1, reading: "unclear" };
  const margin = marginOf(guardrail, baseline);
  const sign = metrics[metric].worse === "higher" ? 1 : -1;
  const [sa, sb] = [sumsOf(control, metric), sumsOf(arm, metric)];
  const { p, interval } =
    metrics[metric].kind === "rate" && sa && sb
      ? ratePastMargin(sa, sb, { sign, margin, confidence })
      : meanPastMargin(
          { difference, compared },
          { sign, margin, contrast: contrastOf(guardrail, control, arm), confidence },
        );
  const [least, most] = sign > 0 ? interval : [-interval[1], -interval[0]];
  const reading = least > margin && p < alpha ? "worse" : most < margin ? "not_worse" : "unclear";
  return { baseline, value, difference, interval, margin, test, p, reading };
}

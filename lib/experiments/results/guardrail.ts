import { metrics } from "../metrics";
import type { Guardrail } from "../plan";
import { type Interval, normalQuantile, normalSurvival, worseProportion } from "../statistics";
import type { ArmTotals } from "../totals";
import { compareMetric, rareCells, rareInterval } from "./compare";
import { measure, sumsOf } from "./measure";

export type GuardrailRead = {
  baseline: number | null;
  value: number | null;
  difference: number | null;
  /** Two-sided with confidence 1 − 2α, so that each side is the one-sided test at α; drawn against the margin. */
  interval: Interval;
  /** In the metric's own unit: a share of the control's value where the plan says it relatively. */
  margin: number | null;
  test: "chi-squared" | "fisher" | "delta" | "welch" | "quantile" | "none";
  /** One-sided: that it got worse by more than the margin. */
  p: number;
  /** `worse`: by more than the margin; `not_worse`: inside it; `unclear`: cannot be told. */
  reading: "worse" | "not_worse" | "unclear" | "nothing_to_test";
};

/** The margin in the metric's own unit. */
export function marginOf({ metric, margin }: Guardrail, baseline: number): number {
  return metrics[metric].kind === "rate" ? margin : margin * Math.abs(baseline);
}

/** Standard error of (difference ∓ margin): a margin that is a share of the control varies with it. */
function contrastError(guardrail: Guardrail, control: ArmTotals, arm: ArmTotals): number {
  const [a, b] = [measure(control, guardrail.metric), measure(arm, guardrail.metric)];
  if (!a || !b) return Number.NaN;
  const { kind, worse } = metrics[guardrail.metric];
  const scale = kind === "rate" ? 1 : worse === "higher" ? 1 + guardrail.margin : 1 - guardrail.margin;
  return Math.sqrt(b.variance + scale ** 2 * a.variance);
}

/** Reads a guardrail: one-sided against its margin, uncorrected, from intervals over users. */
export function readGuardrail(guardrail: Guardrail, control: ArmTotals, arm: ArmTotals, alpha: number): GuardrailRead {
  const { metric } = guardrail;
  const confidence = 1 - 2 * alpha;
  const compared = compareMetric(metric, control, arm, confidence);
  const { baseline, value, difference, test } = compared;
  if (difference === null || baseline === null) return { ...compared, margin: null, p: 1, reading: "unclear" };
  const margin = marginOf(guardrail, baseline);
  const sign = metrics[metric].worse === "higher" ? 1 : -1;
  const [sa, sb] = [sumsOf(control, metric), sumsOf(arm, metric)];
  const rare = metrics[metric].kind === "rate" && sa && sb ? rareCells(sa, sb) : null;
  let { interval } = compared;
  let p = 1;
  if (rare && sa && sb) {
    interval = rareInterval(sa, sb, confidence);
    const isHigherWorse = rare.isWithout ? sign < 0 : sign > 0;
    if (sign * difference > margin)
      p = worseProportion(rare.a, rare.b, { worse: isHigherWorse ? "higher" : "lower" }).p;
  } else {
    const standardError = contrastError(guardrail, control, arm);
    if (!(standardError > 0)) return { baseline, value, difference, interval, margin, test, p, reading: "unclear" };
    const half = normalQuantile(0.5 + confidence / 2) * standardError;
    interval = [difference - half, difference + half];
    p = normalSurvival((sign * difference - margin) / standardError);
  }
  const [least, most] = sign > 0 ? interval : [-interval[1], -interval[0]];
  const reading = least > margin && p < alpha ? "worse" : most < margin ? "not_worse" : "unclear";
  return { baseline, value, difference, interval, margin, test, p, reading };
}

import { metrics } from "../metrics";
import type { Guardrail } from "../plan";
import { type Interval, normalQuantile, normalSurvival } from "../statistics";
import type { ArmTotals } from "../totals";
import { compareMetric, type MetricComparison } from "./compare";
import { measurePair, sumsOf } from "./measure";
import { ratePastMargin } from "./rates";

export type GuardrailRead = {
  baseline: number | null;
  value: number | null;
  difference: number | null;
  /** Two-sided with confidence 1 − 2α, so that each side is the one-sided test at α; drawn against the margin. */
  interval: Interval;
  /** In the metric's own unit; a share of the control's value where the plan is relative. */
  margin: number | null;
  test: MetricComparison["test"];
  /** One-sided: that it got worse by more than the margin. */
  p: number;
  /** `worse`: by more than the margin; `not_worse`: inside it; `unclear`: not enough evidence. */
  reading: "worse" | "not_worse" | "unclear" | "nothing_to_test";
};

/** The margin in the metric's own unit. */
export function marginOf({ metric, margin }: Guardrail, baseline: number): number {
  return metrics[metric].kind === "rate" ? margin : margin * Math.abs(baseline);
}

/** Standard error of (difference ∓ margin): a margin that is a share of the control varies with it. */
function contrastError(guardrail: Guardrail, control: ArmTotals, arm: ArmTotals): number {
  const [a, b] = measurePair(guardrail.metric, control, arm);
  if (!a || !b) return Number.NaN;
  const { worse } = metrics[guardrail.metric];
  const scale = worse === "higher" ? 1 + guardrail.margin : 1 - guardrail.margin;
  return Math.sqrt(b.variance + scale ** 2 * a.variance);
}

type Beyond = Pick<GuardrailRead, "p" | "interval">;

/** Of a mean or a quantile: the normal test of the difference beyond the margin. Without any spread it is certain. */
function meanPastMargin(
  { difference, compared }: { difference: number; compared: Beyond },
  {
    sign,
    margin,
    standardError,
    confidence,
  }: { sign: 1 | -1; margin: number; standardError: number; confidence: number },
): Beyond {
  if (Number.isNaN(standardError)) return { p: 1, interval: compared.interval };
  const beyond = sign * difference - margin;
  if (standardError === 0) return { p: beyond > 0 ? compared.p / 2 : 1, interval: compared.interval };
  const half = normalQuantile(0.5 + confidence / 2) * standardError;
  return { p: normalSurvival(beyond / standardError), interval: [difference - half, difference + half] };
}

/** Reads a guardrail: one-sided against its margin, uncorrected. p and interval are two readings of one test. */
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
          { sign, margin, standardError: contrastError(guardrail, control, arm), confidence },
        );
  const [least, most] = sign > 0 ? interval : [-interval[1], -interval[0]];
  const reading = least > margin && p < alpha ? "worse" : most < margin ? "not_worse" : "unclear";
  return { baseline, value, difference, interval, margin, test, p, reading };
}

import { type MetricName, metrics } from "../metrics";
import type { ExperimentPlan } from "../plan";
import { benjaminiHochberg, normalQuantile } from "../statistics";
import type { ArmTotals } from "../totals";
import { compareMetric, type MetricComparison } from "./compare";
import { computeGuardrail } from "./guardrail";
import { measurePair } from "./measure";
import { computeNetValue } from "./net-value";
import { findDependence } from "./one-user";
import { computeResponse } from "./response";
import type { Bounds, Comparison, Verdict } from "./schema";

/** Bounds in JSON form: null instead of infinity. */
export const toBounds = ([low, high]: readonly [number, number]): Bounds => [
  Number.isFinite(low) ? low : null,
  Number.isFinite(high) ? high : null,
];

const isGood = (metric: MetricName, difference: number) =>
  metrics[metric].worse === "lower" ? difference > 0 : difference < 0;

type ComparisonReading = Pick<Comparison, "reading" | "dependsOn" | "response">;

/**
 * Evaluates one comparison. It is clear only if p-value and interval are clear, if equally many answers were rated in
 * both arms, and if it stays clear without any single user.
 */
function computeComparison(
  metric: MetricName,
  pair: { control: ArmTotals; arm: ArmTotals },
  { one, isClear, confidence }: { one: MetricComparison; isClear: boolean; confidence: number },
): ComparisonReading {
  const response = computeResponse(metric, pair.control, pair.arm);
  const plain = { dependsOn: null, response };
  const { test, difference } = one;
  if (test === "none" || difference === null) return { ...plain, reading: "nothing_to_test" };
  if (response?.differs) return { ...plain, reading: "selective_ratings" };
  if (!isClear || difference === 0) return { ...plain, reading: "unclear" };
  const dependsOn = findDependence(metric, pair, ({ control, arm }) => {
    const again = compareMetric(metric, control, arm, confidence);
    return again.p < 1 - confidence && Math.sign(again.difference ?? 0) === Math.sign(difference);
  });
  if (dependsOn) return { dependsOn, response, reading: "depends_on_one_user" };
  return { ...plain, reading: isGood(metric, difference) ? "better" : "worse" };
}

type Arms = { plan: ExperimentPlan; control: ArmTotals; candidates: readonly ArmTotals[] };

/**
 * Holm's method over the arms that are compared with the control. Each interval has the confidence of the step at which
 * its arm was decided, so that it excludes 0 exactly if the result is clear.
 */
function comparePrimary({ plan, control, candidates }: Arms): Comparison[] {
  const metric = plan.primaryMetric;
  const ranked = candidates
    .map((arm, place) => ({ arm, place, p: compareMetric(metric, control, arm, 1 - plan.alpha).p }))
    .toSorted((x, y) => x.p - y.p);
  const read: Comparison[] = [];
  let left = ranked.length;
  let [isOpen, highest] = [true, 0];
  for (const { arm, place } of ranked) {
    const confidence = 1 - plan.alpha / left;
    const one = compareMetric(metric, control, arm, confidence);
    highest = Math.max(highest, Math.min(1, one.p * left));
    const adjustedP = isOpen ? highest : Math.max(highest, plan.alpha);
    const isClear = adjustedP < plan.alpha;
    const comparison = computeComparison(metric, { control, arm }, { one, isClear, confidence });
    read[place] = {
      metric,
      variant: arm.variant,
      role: "primary",
      ...one,
      adjustedP,
      interval: toBounds(one.interval),
      confidence,
      margin: null,
      ...comparison,
    };
    isOpen &&= isClear;
    if (isOpen) left--;
  }
  return read;
}

function compareGuardrails({ plan, control, candidates }: Arms): Comparison[] {
  return plan.guardrails.flatMap((guardrail) =>
    candidates.map((arm) => {
      const read = computeGuardrail(guardrail, control, arm, plan.alpha);
      const isHarm = (pair: { control: ArmTotals; arm: ArmTotals }) =>
        computeGuardrail(guardrail, pair.control, pair.arm, plan.alpha).reading === "worse";
      const dependsOn = read.reading === "worse" ? findDependence(guardrail.metric, { control, arm }, isHarm) : null;
      const response = computeResponse(guardrail.metric, control, arm);
      return {
        metric: guardrail.metric,
        variant: arm.variant,
        role: "guardrail" as const,
        ...read,
        adjustedP: read.p,
        interval: toBounds(read.interval),
        confidence: 1 - 2 * plan.alpha,
        dependsOn,
        response,
        reading: response?.differs ? "selective_ratings" : dependsOn ? "depends_on_one_user" : read.reading,
      };
    }),
  );
}

/** All other metrics. They are exploratory, with Benjamini–Hochberg correction over metrics and arms. */
function compareRest({ plan, control, candidates }: Arms): Comparison[] {
  const planned = new Set<MetricName>([plan.primaryMetric, ...plan.guardrails.map(({ metric }) => metric)]);
  const rest = (Object.keys(metrics) as MetricName[]).filter((metric) => !planned.has(metric));
  const compared = rest.flatMap((metric) =>
    candidates
      .map((arm) => ({ arm, metric, one: compareMetric(metric, control, arm, 1 - plan.alpha) }))
      .filter(({ one }) => one.baseline !== null && one.value !== null),
  );
  const tested = compared.filter(({ one }) => one.test !== "none");
  const adjusted = benjaminiHochberg(tested.map(({ one }) => one.p));
  const confidence = 1 - plan.alpha;
  return compared.map((each) => {
    const { arm, metric, one } = each;
    const place = tested.indexOf(each);
    const adjustedP = place < 0 ? 1 : (adjusted[place] ?? 1);
    return {
      metric,
      variant: arm.variant,
      ...one,
      role: "exploratory" as const,
      adjustedP,
      margin: null,
      confidence,
      interval: toBounds(one.interval),
      ...computeComparison(metric, { control, arm }, { one, isClear: adjustedP < plan.alpha, confidence }),
    };
  });
}

/** The smallest change that the planned power detects with the measured variance; null if there is none. */
function detectableOf({ plan, control, candidates }: Arms): number | null {
  const metric = plan.primaryMetric;
  const errors = candidates.map((arm) => {
    const [a, b] = measurePair(metric, control, arm);
    return a && b ? Math.sqrt(a.variance + b.variance) : Number.NaN;
  });
  const widest = Math.max(...errors);
  if (!(widest > 0)) return null;
  return (normalQuantile(1 - plan.alpha / (2 * candidates.length)) + normalQuantile(plan.power)) * widest;
}

export type VerdictFacts = Pick<
  Verdict,
  "result" | "variant" | "comparisons" | "harmedGuardrails" | "detectable" | "netValue"
>;

/**
 * The verdict of a complete and valid sample. `better`: clearly better, and no guardrail is clearly beyond its margin.
 * `blocked`: a guardrail is. If several variants are better, the one with the largest change is named.
 */
export function computeVerdict(arms: Arms): VerdictFacts {
  const primary = comparePrimary(arms);
  const guardrails = compareGuardrails(arms);
  const harmedGuardrails = guardrails
    .filter(({ reading }) => reading === "worse")
    .map(({ metric, variant }) => ({ metric, variant }));
  const isHarmed = (one: Comparison) => harmedGuardrails.some(({ variant }) => variant === one.variant);
  const better = primary
    .filter(({ reading }) => reading === "better")
    .toSorted((a, b) => Math.abs(b.difference ?? 0) - Math.abs(a.difference ?? 0));
  const winner = better.find((one) => !isHarmed(one));
  const blocked =
    better[0] ?? (primary.length === 1 ? primary.find((one) => isHarmed(one) && one.reading !== "worse") : undefined);
  const isAllWorse = primary.length > 0 && primary.every(({ reading }) => reading === "worse");
  const unusable = primary.flatMap(({ reading, variant }) =>
    reading === "selective_ratings" || reading === "depends_on_one_user" ? [{ reading, variant }] : [],
  )[0];
  const isSilent = primary.every(({ reading }) => reading === "nothing_to_test");
  const [result, variant]: [Verdict["result"], string | null] = winner
    ? ["better", winner.variant]
    : blocked
      ? ["blocked", blocked.variant]
      : isAllWorse
        ? ["worse", primary[0]?.variant ?? null]
        : [isSilent ? "nothing_to_test" : (unusable?.reading ?? "no_difference"), unusable?.variant ?? null];
  const comparisons = [...primary, ...guardrails, ...compareRest(arms)];
  const netValue = computeNetValue(arms);
  return { result, variant, comparisons, harmedGuardrails, detectable: detectableOf(arms), netValue };
}

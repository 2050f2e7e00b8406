import { type MetricName, metrics } from "./metrics";
import type { ExperimentPlan, Guardrail, Variant } from "./plan";
import { normalQuantile } from "./statistics/distributions";
import { detectableEffect, sampleSizeForMeans, sampleSizeForProportions } from "./statistics/sample-size";

/** The minimum number of users per variant for a verdict, even if the power calculation gives fewer. */
export const fewestPerVariant = 500;
export const mostVariants = 10;

export const planDefaults = {
  alpha: 0.05,
  power: 0.8,
  trafficShare: 1,
  bandit: { floor: 0.01, burnIn: 100, batchMinutes: 10 },
} as const;

/** The default margin of a guardrail: one percentage point for rates, 10 % for other metrics. */
export const defaultMargin = (metric: MetricName) => (metrics[metric].kind === "rate" ? 0.01 : 0.1);

/** Default shares: each candidate gets 10 % and the control the rest. A bandit starts with equal shares. */
export function defaultWeights(kind: ExperimentPlan["kind"], count: number): number[] {
  if (kind !== "ab" || count > 6) return Array.from({ length: count }, () => 1 / count);
  return Array.from({ length: count }, (_, index) => (index === 0 ? (11 - count) / 10 : 0.1));
}

/** A fault of a plan and its location. */
export type PlanFault = { pointer: string } & (
  | { code: "too_few_variants" | "no_weight" | "control_not_first" }
  | { code: "key_twice"; key: string }
  | { code: "version_twice"; version: number }
  | { code: "weights_not_one"; sum: number }
  | { code: "guards_primary" | "guardrail_twice" | "effect_too_large" | "baseline_out_of_range" }
  | { code: "no_room"; baseline: number; effect: number }
  | { code: "floors_take_all"; floor: number; variants: number }
);

/** The faults of a plan; empty if it can start. The schema already checks types and ranges of single fields. */
export function planFaults(plan: ExperimentPlan): PlanFault[] {
  return [...variantFaults(plan.variants), ...guardrailFaults(plan), ...rateFaults(plan), ...banditFaults(plan)];
}

function variantFaults(variants: readonly Variant[]): PlanFault[] {
  const faults: PlanFault[] = [];
  if (variants.length < 2) faults.push({ pointer: "/variants", code: "too_few_variants" });
  for (const [index, { key, version, weight }] of variants.entries()) {
    const [before, pointer] = [variants.slice(0, index), `/variants/${index}`];
    if (before.some((other) => other.key === key)) faults.push({ pointer: `${pointer}/key`, code: "key_twice", key });
    if (before.some((other) => other.version === version))
      faults.push({ pointer: `${pointer}/version`, code: "version_twice", version });
    if (!(weight > 0)) faults.push({ pointer: `${pointer}/weight`, code: "no_weight" });
  }
  const sum = variants.reduce((total, { weight }) => total + weight, 0);
  if (Math.abs(sum - 1) > 1e-9) faults.push({ pointer: "/variants", code: "weights_not_one", sum });
  if (variants.some(({ key }, index) => key === "control" && index > 0))
    faults.push({ pointer: "/variants", code: "control_not_first" });
  return faults;
}

function guardrailFaults({ primaryMetric, guardrails }: ExperimentPlan): PlanFault[] {
  const faults: PlanFault[] = [];
  for (const [index, { metric }] of guardrails.entries()) {
    const pointer = `/guardrails/${index}/metric`;
    if (metric === primaryMetric) faults.push({ pointer, code: "guards_primary" });
    if (guardrails.slice(0, index).some((other) => other.metric === metric))
      faults.push({ pointer, code: "guardrail_twice" });
  }
  return faults;
}

/** A rate is between 0 and 1. */
function rateFaults(plan: ExperimentPlan): PlanFault[] {
  const { primaryMetric, minimumEffect: effect, baseline } = plan;
  if (metrics[primaryMetric].kind !== "rate") return [];
  if (effect >= 1) return [{ pointer: "/minimumEffect", code: "effect_too_large" }];
  if (baseline !== null && (baseline <= 0 || baseline >= 1))
    return [{ pointer: "/baseline", code: "baseline_out_of_range" }];
  if (directionOf(plan) !== null) return [];
  return [{ pointer: "/minimumEffect", code: "no_room", baseline: baselineOf(plan), effect }];
}

function banditFaults({ kind, bandit, variants: { length } }: ExperimentPlan): PlanFault[] {
  if (kind === "ab" || !bandit || bandit.floor * length < 1) return [];
  return [{ pointer: "/bandit/floor", code: "floors_take_all", floor: bandit.floor, variants: length }];
}

/** A rate without a known baseline is planned as 0.5, where a change is hardest to detect. */
const baselineOf = ({ baseline }: Pick<ExperimentPlan, "baseline">) => baseline ?? 0.5;

/** The planned change with its sign: an improvement if the range allows it, else a worsening; null if neither fits. */
function directionOf(plan: Pick<ExperimentPlan, "primaryMetric" | "minimumEffect" | "baseline">): number | null {
  const from = baselineOf(plan);
  const better = metrics[plan.primaryMetric].worse === "lower" ? plan.minimumEffect : -plan.minimumEffect;
  const fits = (effect: number) => from + effect >= 0 && from + effect <= 1;
  return [better, -better].find(fits) ?? null;
}

/**
 * The assumed standard deviation divided by the mean, without data: stars of 1 to 5 around 4; cost with a deviation
 * equal to its mean; times are log-normal with σ 0.6, whose p50 and p95 have these relative errors per √n.
 */
const assumedSpread: Partial<Record<MetricName, number>> = {
  stars: 0.35,
  ttft_p50: 0.75,
  latency_p50: 0.75,
  ttft_p95: 1.27,
  latency_p95: 1.27,
};
const spreadOf = (metric: MetricName) => assumedSpread[metric] ?? 1;

// Holm's first and strictest step: every variant is compared with the control.
const alphaOf = ({ alpha, variants }: ExperimentPlan) => alpha / Math.max(1, variants.length - 1);

/**
 * The users needed per variant for a verdict: the result of the power calculation, at least 500. A bandit has no
 * planned sample; for it this is the burn-in.
 */
export function requiredPerVariant(plan: ExperimentPlan): number {
  if (plan.kind !== "ab") return plan.bandit?.burnIn ?? planDefaults.bandit.burnIn;
  const [alpha, power] = [alphaOf(plan), plan.power];
  const effect = plan.minimumEffect;
  const needed =
    metrics[plan.primaryMetric].kind === "rate"
      ? sampleSizeForProportions({ baseline: baselineOf(plan), effect: directionOf(plan) ?? effect, alpha, power })
      : sampleSizeForMeans({ sd: spreadOf(plan.primaryMetric), effect, alpha, power });
  const forGuardrails = plan.coversGuardrails
    ? plan.guardrails.map((one) => guardrailNeed(plan, one).perVariant ?? 0)
    : [];
  return Math.max(fewestPerVariant, needed, ...forGuardrails);
}

/** The sample that is needed to show that a guardrail did not get worse by more than its margin. */
export type GuardrailNeed = {
  metric: MetricName;
  /** Users per variant; null for a rate without a known baseline. */
  perVariant: number | null;
  /** For such a rate: the highest baseline for which the planned sample is enough, 0 to 0.5. */
  clearedUpTo: number | null;
};

/**
 * Users per variant for a non-inferiority test of a guardrail, one-sided at α with the plan's power, if there is no
 * true difference (Schultzberg, Ankargren and Frånberg 2024): (z₁₋α + z_power)² · 2 variance / margin².
 */
function guardrailNeed(plan: ExperimentPlan, { metric, margin, baseline }: Guardrail): GuardrailNeed {
  const factor = 2 * (normalQuantile(1 - plan.alpha) + normalQuantile(plan.power)) ** 2;
  const users = (variance: number) => (margin > 0 ? Math.ceil((factor * variance) / margin ** 2 - 1e-9) : null);
  const nothing = { metric, clearedUpTo: null };
  if (metrics[metric].kind !== "rate") return { ...nothing, perVariant: users(spreadOf(metric) ** 2) };
  if (baseline !== undefined) return { ...nothing, perVariant: users(baseline * (1 - baseline)) };
  return { ...nothing, perVariant: null };
}

/** The need of each guardrail, and whether this many users per variant are enough, before the experiment starts. */
export function guardrailNeeds(plan: ExperimentPlan, perVariant: number): GuardrailNeed[] {
  const factor = 2 * (normalQuantile(1 - plan.alpha) + normalQuantile(plan.power)) ** 2;
  return plan.guardrails.map((guardrail) => {
    const need = guardrailNeed(plan, guardrail);
    if (need.perVariant !== null || !(guardrail.margin > 0)) return need;
    // p (1 − p) = n margin² / factor, solved for the smaller p.
    const variance = Math.min(0.25, (perVariant * guardrail.margin ** 2) / factor);
    return { ...need, clearedUpTo: 0.5 - Math.sqrt(0.25 - variance) };
  });
}

/** The plan with equal shares, which complete the smallest variant's sample fastest. */
export const withEqualShares = (plan: ExperimentPlan): ExperimentPlan => ({
  ...plan,
  variants: plan.variants.map((variant) => ({ ...variant, weight: 1 / plan.variants.length })),
});

/**
 * The smallest changes that `perVariant` users can detect: absolute for rates, relative for others; Infinity if none.
 */
export function detectableChange(plan: ExperimentPlan, perVariant: number): { up: number; down: number } {
  const [alpha, power] = [alphaOf(plan), plan.power];
  if (metrics[plan.primaryMetric].kind === "rate")
    return detectableEffect({ baseline: baselineOf(plan), perArm: perVariant, alpha, power });
  // The inverse of the formula n(effect) = c / effect². c is computed for a spread so large that rounding does not
  // matter.
  const c = sampleSizeForMeans({ sd: 1e6 * spreadOf(plan.primaryMetric), effect: 1, alpha, power }) / 1e12;
  const change = Math.sqrt(c / perVariant);
  return { up: change, down: change };
}

/** Days until the smallest variant has its sample, at this many new users per day; null without traffic. */
export function daysToSample(plan: ExperimentPlan, usersPerDay: number): number | null {
  const smallest = Math.min(...plan.variants.map(({ weight }) => weight));
  const perDay = usersPerDay * plan.trafficShare * smallest;
  return perDay > 0 ? requiredPerVariant(plan) / perDay : null;
}

/** The guardrails with their margins; missing margins get the default. */
export const withMargins = (
  guardrails: readonly { metric: MetricName; margin?: number | undefined; baseline?: number | undefined }[],
): Guardrail[] =>
  guardrails.map(({ metric, margin, baseline }) => ({
    metric,
    margin: margin ?? defaultMargin(metric),
    ...(baseline !== undefined && { baseline }),
  }));

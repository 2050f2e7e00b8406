import { priorUsers } from "../bandit";
import { metrics } from "../metrics";
import type { ExperimentPlan } from "../plan";
import { mulberry32, normalSample, probabilityBest, ratioOf } from "../statistics";
import type { ArmTotals } from "../totals";
import { type MetricEstimate, measure, sumsOf, usersWithOutcome } from "./measure";
import type { BanditResults } from "./schema";

const seed = 20_260_101;

/**
 * The probability of each arm to be the best: Beta posteriors divided by the design effect for rates, else normal ones.
 */
export function chancesOfBest(plan: ExperimentPlan, arms: readonly ArmTotals[], draws = 20_000): number[] {
  const metric = plan.primaryMetric;
  const { kind, worse } = metrics[metric];
  const random = mulberry32(seed);
  if (kind === "rate") {
    const counts = arms.map((arm) => {
      const sums = sumsOf(arm, metric);
      if (!sums) return { successes: 0, total: 0 };
      const thin = Math.max(1, ratioOf(sums).designEffect);
      const hits = Math.min(sums.v, sums.b);
      return { successes: (worse === "lower" ? hits : sums.b - hits) / thin, total: sums.b / thin };
    });
    return probabilityBest(counts, { draws, random });
  }
  const posteriors = meanPosteriors(arms.map((arm) => measure(arm, metric)));
  if (!posteriors) return arms.map(() => 1 / arms.length);
  const wins = arms.map(() => 0);
  for (let draw = 0; draw < draws; draw++) {
    const values = posteriors.map(({ value, error }) => value + error * normalSample(random));
    const best = values.indexOf(worse === "lower" ? Math.max(...values) : Math.min(...values));
    wins[best] = (wins[best] ?? 0) + 1;
  }
  return wins.map((won) => won / draws);
}

/** As in the allocator: the variance of all arms is a prior of ten users, so an arm without variance is not certain. */
function meanPosteriors(measured: readonly (MetricEstimate | null)[]): { value: number; error: number }[] | null {
  const measurable = measured.flatMap((one) => (one && one.users > 0 && !Number.isNaN(one.variance) ? [one] : []));
  if (measurable.length < measured.length || new Set(measurable.map(({ value }) => value)).size === 1) return null;
  const users = measurable.reduce((sum, one) => sum + one.users, 0);
  const shared = measurable.reduce((sum, one) => sum + one.variance * one.users ** 2, 0) / users;
  return measurable.map(({ value, variance, users: n }) => {
    const spread = (priorUsers * shared + n * variance * n) / (priorUsers + n);
    return { value, error: Math.sqrt(spread / n) };
  });
}

/** The gain over an equal split, as a sum of the metric; null for metrics without one. */
export function regretSaved(plan: ExperimentPlan, arms: readonly ArmTotals[]): number | null {
  const metric = plan.primaryMetric;
  if (metrics[metric].kind === "quantile" || metric === "stars") return null;
  const sums = arms.map((arm) => sumsOf(arm, metric));
  if (sums.some((one) => !one)) return null;
  const known = sums.flatMap((one) => one ?? []);
  const base = known.reduce((sum, { b }) => sum + b, 0);
  const gained = known.reduce((sum, { v }) => sum + v, 0);
  const equal = (base * known.reduce((sum, { v, b }) => sum + v / b, 0)) / known.length;
  return metrics[metric].worse === "lower" ? gained - equal : equal - gained;
}

type Weights = { at: Date; batch: number; weights: Record<string, number> };

/** The state of a bandit. It has no A/B verdict, because its own choices bias its data. */
export function computeBandit(
  plan: ExperimentPlan,
  arms: readonly ArmTotals[],
  weights: readonly Weights[],
): BanditResults {
  const rules = plan.bandit ?? { floor: 0.01, burnIn: 100, batchMinutes: 10 };
  const isBurningIn =
    arms.length < plan.variants.length || arms.some((arm) => usersWithOutcome(arm, plan.primaryMetric) < rules.burnIn);
  const chances = isBurningIn ? null : chancesOfBest(plan, arms);
  const now = weights.at(-1)?.weights;
  return {
    isBurningIn,
    burnIn: rules.burnIn,
    floor: rules.floor,
    arms: plan.variants.map(({ key, weight }) => {
      const index = arms.findIndex(({ variant }) => variant === key);
      return { variant: key, probabilityBest: chances?.[index] ?? null, weight: now?.[key] ?? weight };
    }),
    weights: weights.map(({ at, batch, weights: shares }) => ({ at: at.toISOString(), batch, weights: shares })),
    regretSaved: isBurningIn ? null : regretSaved(plan, arms),
  };
}

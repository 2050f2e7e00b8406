import { metrics } from "../metrics";
import type { ExperimentPlan } from "../plan";
import { compareRatios, normalQuantile, ratioOf, wilson } from "../statistics";
import { type ExperimentTotals, fewestUsers, type RatioSums, useSpans } from "../totals";
import type { Bounds, UseResults } from "./schema";
import { toBounds } from "./verdict";

/** The interval of one arm's value: Wilson's interval with the effective counts for a rate, else the delta method. */
function intervalOf(plan: ExperimentPlan, sums: RatioSums): Bounds {
  const confidence = 1 - plan.alpha;
  const { rate, variance, designEffect } = ratioOf(sums);
  if (metrics[plan.primaryMetric].kind === "rate") {
    const thin = Math.max(1, designEffect);
    return wilson({ successes: Math.min(sums.v, sums.b) / thin, total: sums.b / thin }, confidence);
  }
  const half = normalQuantile(0.5 + confidence / 2) * Math.sqrt(variance);
  return toBounds([rate - half, rate + half]);
}

/**
 * The primary metric by the user's n-th use, to detect a novelty effect. Exploratory. Differences are included only
 * when a verdict is allowed. Empty if uses were not counted.
 */
export function computeUses(
  plan: ExperimentPlan,
  { byUse }: ExperimentTotals,
  show: { values: boolean; differences: boolean },
): UseResults[] {
  const [control, ...candidates] = plan.variants.map(({ key }) => key);
  const spanOf = (key: string | undefined, index: number) => {
    const sums = byUse?.find(({ variant }) => variant === key)?.spans[index];
    return sums && sums.b > 0 ? sums : null;
  };
  const spans = useSpans.map(({ from, to }, index) => ({
    from,
    to,
    arms: plan.variants.map(({ key: variant }) => {
      const sums = spanOf(variant, index);
      const value = show.values && sums ? sums.v / sums.b : null;
      const interval = show.differences && sums && sums.users >= fewestUsers ? intervalOf(plan, sums) : null;
      return { variant, users: sums?.users ?? 0, uses: sums?.b ?? 0, value, ...(interval && { interval }) };
    }),
    differences: candidates.flatMap((variant) => {
      const [a, b] = [spanOf(control, index), spanOf(variant, index)];
      if (!show.differences || !a || !b || Math.min(a.users, b.users) < fewestUsers) return [];
      const { difference, interval } = compareRatios(a, b, { confidence: 1 - plan.alpha });
      return [{ variant, difference, interval: toBounds(interval) }];
    }),
  }));
  return spans.some(({ arms }) => arms.some(({ users }) => users > 0)) ? spans : [];
}

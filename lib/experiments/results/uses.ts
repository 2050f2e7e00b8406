import type { ExperimentPlan } from "../plan";
import { compareRatios } from "../statistics";
import { type ExperimentTotals, fewestUsers, useSpans } from "../totals";
import type { UseResults } from "./schema";
import { toBounds } from "./verdict";

/**
 * The primary metric by the user's n-th use: whether an effect is only that of the new (STATISTICS rule 10).
 * Exploratory; differences only once there may be a verdict. Empty where nothing was counted so.
 */
export function readUses(
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
      return { variant, users: sums?.users ?? 0, uses: sums?.b ?? 0, value };
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

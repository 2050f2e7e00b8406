import type { ExperimentPlan } from "../plan";
import { compareRatios } from "../statistics";
import type { ExperimentTotals } from "../totals";
import { sumsOf } from "./measure";
import type { DayResults } from "./schema";
import { toBounds } from "./verdict";

/** The primary metric by day of exposure. Differences are included only when a verdict is allowed. */
export function computeDays(
  plan: ExperimentPlan,
  { byExposureDay }: ExperimentTotals,
  show: { values: boolean; differences: boolean },
): DayResults[] {
  const metric = plan.primaryMetric;
  const [control, ...candidates] = plan.variants.map(({ key }) => key);
  return byExposureDay.map(({ day, arms }) => {
    const found = (key: string | undefined) => arms.find(({ variant }) => variant === key);
    const sumsFor = (key: string | undefined) => {
      const arm = found(key);
      const sums = arm?.primary ?? (arm?.ratios ? sumsOf({ ratios: arm.ratios }, metric) : null);
      return sums && sums.b > 0 ? sums : null;
    };
    const a = sumsFor(control);
    return {
      day,
      arms: plan.variants.map(({ key }) => {
        const sums = show.values ? sumsFor(key) : null;
        const arm = found(key);
        const value = sums ? sums.v / sums.b : null;
        return { variant: key, users: arm?.users ?? 0, interactions: arm?.interactions ?? 0, value };
      }),
      differences: !show.differences
        ? []
        : candidates.flatMap((variant) => {
            const b = sumsFor(variant);
            if (!a || !b) return [];
            const { difference, interval } = compareRatios(a, b, { confidence: 1 - plan.alpha });
            return [{ variant, difference, interval: toBounds(interval) }];
          }),
    };
  });
}

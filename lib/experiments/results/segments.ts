import { type MetricName, metrics } from "../metrics";
import type { ExperimentPlan } from "../plan";
import { benjaminiHochberg } from "../statistics";
import { type ExperimentTotals, fewestUsers, type SegmentArm } from "../totals";
import { compareMeans } from "./mean-values";
import { effectiveUsersOf, fewestEffective } from "./one-user";
import { compareRates } from "./rates";
import type { SegmentResults } from "./schema";
import { toBounds } from "./verdict";

type Difference = SegmentResults["differences"][number];

/** The difference in a segment before correction; null with too few users. */
function compareIn(
  metric: MetricName,
  [control, arm]: [SegmentArm | undefined, SegmentArm | undefined],
  alpha: number,
): Omit<Difference, "adjustedP" | "reading"> | null {
  const [a, b] = [control?.primary, arm?.primary];
  if (!arm || !a || !b || !(a.b > 0) || !(b.b > 0) || Math.min(a.users, b.users) < fewestUsers) return null;
  const { difference, interval, p } = (metrics[metric].kind === "rate" ? compareRates : compareMeans)(a, b, 1 - alpha);
  const isThin = Math.min(effectiveUsersOf(a), effectiveUsersOf(b)) < fewestEffective;
  return { variant: arm.variant, difference, interval: toBounds(interval), p, isThin };
}

/**
 * The primary metric by segment. Exploratory: p-values are corrected over all segments, values and versions (Benjamini
 * & Hochberg 1995) and do not affect the decision. Differences are included only when a verdict is allowed. Pure.
 */
export function computeSegments(
  plan: ExperimentPlan,
  { bySegment = [] }: ExperimentTotals,
  show: { values: boolean; differences: boolean },
): SegmentResults[] {
  const { primaryMetric: metric, alpha } = plan;
  const [control, ...candidates] = plan.variants.map(({ key }) => key);
  const rows = bySegment.map(({ attribute, value, arms }) => {
    const armOf = (key: string | undefined) => arms.find(({ variant }) => variant === key);
    return {
      attribute,
      value,
      arms: plan.variants.map(({ key: variant }) => {
        const { users = 0, interactions = 0, primary } = armOf(variant) ?? {};
        return { variant, users, interactions, value: show.values && primary?.b ? primary.v / primary.b : null };
      }),
      found: show.differences
        ? candidates.flatMap((key) => compareIn(metric, [armOf(control), armOf(key)], alpha) ?? [])
        : [],
    };
  });
  const adjusted = benjaminiHochberg(rows.flatMap(({ found }) => found.map(({ p }) => p)));
  let next = 0;
  const corrected = rows.map(({ found, ...row }): SegmentResults => {
    const differences = found.map((one): Difference => {
      const adjustedP = adjusted[next++] ?? 1;
      const isHigher = one.difference > 0;
      const isWorse = isHigher === (metrics[metric].worse === "higher");
      const isClear = adjustedP < alpha && !one.isThin;
      return { ...one, adjustedP, reading: isClear ? (isWorse ? "worse" : "better") : "unclear" };
    });
    return { ...row, differences };
  });
  const usersIn = ({ arms }: SegmentResults) => arms.reduce((sum, { users }) => sum + users, 0);
  return corrected.toSorted(
    (x, y) =>
      x.attribute.localeCompare(y.attribute) ||
      Number(x.value === "") - Number(y.value === "") ||
      usersIn(y) - usersIn(x) ||
      x.value.localeCompare(y.value),
  );
}

import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import { emptySide } from "@/lib/evaluation/online/sums";
import type { MeasuredSide } from "@/lib/evaluation/online/types";
import { normalSurvival } from "@/lib/experiments/statistics";
import { type ComparedMetric, detect } from "@/lib/guards/detect";
import type { MetricFinding } from "@/lib/guards/findings";
import { type GuardMetric, guardFields } from "@/lib/guards/schema";

type Sides = { now: Partial<MeasuredSide>; before?: Partial<MeasuredSide> | null; rule?: Partial<GuardMetric> };

const [from, to] = ["2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z"];
/** The scores of a version on a metric, one per user. */
export const side = (version: number, { n = 0, users = n, ...values }: Partial<MeasuredSide>): MeasuredSide => ({
  ...emptySide(version),
  n,
  users,
  counted: n,
  effectiveUsers: users,
  from,
  to,
  without: null,
  ...values,
});
/** Scores with this percentage of passes. */
export const rate = (n: number, percent: number): Partial<MeasuredSide> => ({
  n,
  passed: Math.round((n * percent) / 100),
});

/** Adds tail counts beyond the quantiles of the previous version, for normal distributions. */
function tailed(one: MeasuredSide, base: Partial<MeasuredSide> | null): MeasuredSide {
  const [mean, sd] = [base?.mean ?? 0, base?.sd ?? 0];
  const above = (value: number) =>
    one.sd > 0 ? normalSurvival((value - one.mean) / one.sd) : Number(one.mean > value);
  const below = (value: number) => (one.sd > 0 ? 1 - above(value) : Number(one.mean < value));
  const tail = (share: number) => ({ count: one.n * share, designEffect: one.designEffect });
  return {
    ...one,
    tails: {
      above50: tail(above(mean)),
      above90: tail(above(mean + 1.2816 * sd)),
      below50: tail(below(mean)),
      below10: tail(below(mean - 1.2816 * sd)),
    },
  };
}

/** Returns a guard's result for one metric. `others`: further unchanged metrics, `known`: findings of earlier looks. */
export function look(
  name: LiveMetric,
  { now, before = null, rule = {} }: Sides,
  others = 0,
  known: MetricFinding[] = [],
) {
  const worse = rule.worse ?? (name === "latency" || name === "cost" ? "higher" : "lower");
  const metric: GuardMetric = { name, worse, ...rule };
  const more = Array.from(
    { length: others },
    (_, index): GuardMetric => ({ name: `scorer:m${index}`, worse: "lower" }),
  );
  const rules = guardFields.parse({ metrics: [metric, ...more] });
  const compare = (metric: LiveMetric, a: Partial<MeasuredSide>, b: Partial<MeasuredSide> | null): ComparedMetric => {
    const [current, baseline] = [side(2, a), b && side(1, b)];
    return {
      metric,
      label: metric,
      series: "plain",
      isConcurrent: false,
      current: tailed(current, b),
      baseline: baseline && tailed(baseline, b),
    };
  };
  const same = more.map(({ name }) => compare(name, rate(400, 90), rate(1000, 90)));
  const [found, ...rest] = detect(rules, [compare(name, now, before), ...same], known);
  if (!found) throw new Error("nothing was found");
  return { ...found, rest };
}

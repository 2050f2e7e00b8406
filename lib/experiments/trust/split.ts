import { type MetricName, metrics } from "../metrics";
import { compareMetric } from "../results/compare";
import { usersWithOutcome } from "../results/measure";
import { assembleTotals, type StepRow, type TimeCell } from "../rollup/assemble";
import { capOf, weightOf } from "../rollup/weights";
import { mulberry32 } from "../statistics";
import type { ArmTotals } from "../totals";

/** One user of a prompt, with the sums of the rollup. */
export type SplitUser = {
  /** The number of answers, as a step of the rollup's weights. */
  step: number;
  /** One user's contributions to an arm's sums, in the order of `sumsSql`. */
  sums: readonly number[];
  times: readonly Omit<TimeCell, "variant">[];
};

/** The alarms of one metric in the splits of one prompt's users. */
export type MetricAlarms = { metric: MetricName; users: number; alarms: number };

export type SplitPlan = {
  splits: number;
  alpha: number;
  /** A whole number. Equal seeds give equal splits. */
  seed: number;
  /** The comparison of the verdict. Tests replace it by a wrong one. */
  compare?: typeof compareMetric;
};

/** A metric with fewer users is omitted, because experiments of that size have no verdict either. */
export const fewestSplitUsers = 100;

const arms = ["a", "b"] as const;
const metricNames = Object.keys(metrics) as MetricName[];

/** Splits the users into two random halves, with the sums, weights and quantiles of an experiment. Pure. */
function splitOnce(users: readonly SplitUser[], random: () => number): [ArmTotals, ArmTotals] | null {
  const steps = new Map<string, StepRow>();
  const cells = new Map<string, TimeCell>();
  for (const user of users) {
    const variant = arms[random() < 0.5 ? 0 : 1];
    addSums(steps, { variant, step: user.step, sums: user.sums });
    for (const time of user.times) {
      const key = `${variant} ${time.isTtft} ${time.group} ${time.bucket}`;
      const cell = cells.get(key);
      if (cell) cell.count += time.count;
      else cells.set(key, { variant, ...time });
    }
  }
  const totals = { steps: [...steps.values()], cells: [...cells.values()], days: [], segments: [], heavy: [] };
  const [a, b] = assembleTotals(totals).arms;
  return a && b ? [a, b] : null;
}

/** The users with at most as many times as the cap, as in the rollup. */
function capTimes(users: readonly SplitUser[]): SplitUser[] {
  const cap = capOf(users.map(({ step }) => ({ step, users: 1 })));
  return users.map(({ times, ...user }) => {
    const weightOfKind = (isTtft: boolean) => {
      const own = times.filter((time) => time.isTtft === isTtft);
      return weightOf(
        own.reduce((sum, { count }) => sum + count, 0),
        cap,
      );
    };
    const weights = { latency: weightOfKind(false), ttft: weightOfKind(true) };
    return {
      ...user,
      times: times.map((time) => ({ ...time, count: time.count * (time.isTtft ? weights.ttft : weights.latency) })),
    };
  });
}

function addSums(
  steps: Map<string, StepRow>,
  { variant, step, sums }: { variant: string; step: number; sums: readonly number[] },
) {
  const key = `${variant} ${step}`;
  const row = steps.get(key);
  if (!row) steps.set(key, { variant, step, sums: [...sums] });
  else for (let place = 0; place < sums.length; place++) row.sums[place] = (row.sums[place] ?? 0) + (sums[place] ?? 0);
}

/**
 * Splits users at random and counts, by metric, how often the verdict code finds a difference at `alpha`. Yields after
 * each split, so that the caller can let other work run. Omits metrics without variance.
 */
export function* countAlarms(
  users: readonly SplitUser[],
  { splits, alpha, seed, compare = compareMetric }: SplitPlan,
): Generator<undefined, MetricAlarms[]> {
  const random = mulberry32(seed);
  const capped = capTimes(users);
  const found = new Map<MetricName, MetricAlarms>();
  for (let split = 0; split < splits; split++) {
    const pair = splitOnce(capped, random);
    for (const metric of pair ? metricNames : []) {
      const [a, b] = pair ?? [];
      if (!a || !b) continue;
      const withOutcome = usersWithOutcome(a, metric) + usersWithOutcome(b, metric);
      if (withOutcome < fewestSplitUsers) continue;
      const { p, test } = compare(metric, a, b, 1 - alpha);
      if (test === "none") continue;
      const known = found.get(metric) ?? { metric, users: withOutcome, alarms: 0 };
      if (p < alpha) known.alarms++;
      found.set(metric, known);
    }
    yield;
  }
  return [...found.values()];
}

import { type MetricName, metrics } from "../metrics";
import {
  type Count,
  compareProportions,
  compareRatios,
  fisherExact,
  type Interval,
  newcombe,
  normalQuantile,
  normalTwoSided,
  ratioOf,
  welchTest,
} from "../statistics";
import type { ArmTotals, RatioSums } from "../totals";
import { measure, sumsOf } from "./measure";

export type Compared = {
  baseline: number | null;
  value: number | null;
  /** B − A; null where an arm has no data. */
  difference: number | null;
  interval: Interval;
  test: "chi-squared" | "fisher" | "delta" | "welch" | "quantile" | "none";
  /** Two-sided. */
  p: number;
};

const unbounded: Interval = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
const fewest = 5;

/** Every user has exactly one answer: then they are independent, and the classic tests are exact or nearly so. */
const isOneEach = ({ users, b, bb }: RatioSums) => b === users && bb === users;

const asCount = ({ v, b }: RatioSums): Count => ({ successes: Math.min(v, b), total: b });

/** Users who had the event at least once. */
const usersWith = ({ usersWith, users }: RatioSums): Count => ({ successes: usersWith, total: users });

/** How often it did not happen, thinned by how alike a user's answers are: at most once per user. */
function usersWithout(sums: RatioSums, designEffect: number): Count {
  const misses = Math.round((sums.b - Math.min(sums.v, sums.b)) / designEffect);
  return { successes: Math.min(sums.users, misses), total: sums.users };
}

const isRare = (a: Count, b: Count) => {
  const share = (a.successes + b.successes) / (a.total + b.total);
  return Math.min(a.successes, b.successes, share * a.total, share * b.total) < fewest;
};

const pooled = (a: RatioSums, b: RatioSums): RatioSums => ({
  users: a.users + b.users,
  usersWith: a.usersWith + b.usersWith,
  b: a.b + b.b,
  v: a.v + b.v,
  bb: a.bb + b.bb,
  vv: a.vv + b.vv,
  bv: a.bv + b.bv,
});

/** The rare side of a rate, in users: those with the event, or those without; null where neither is rare. */
export function rareCells(a: RatioSums, b: RatioSums): { a: Count; b: Count; isWithout: boolean } | null {
  const designEffect = Math.max(1, ratioOf(pooled(a, b)).designEffect);
  const withEvent = { a: usersWith(a), b: usersWith(b), isWithout: false };
  if (isRare(withEvent.a, withEvent.b)) return withEvent;
  const without = { a: usersWithout(a, designEffect), b: usersWithout(b, designEffect), isWithout: true };
  return isRare(without.a, without.b) ? without : null;
}

/** Newcombe's interval of a rate over answers, with the answers thinned by their design effect. */
export function rareInterval(a: RatioSums, b: RatioSums, confidence: number): Interval {
  const designEffect = Math.max(1, ratioOf(pooled(a, b)).designEffect);
  const thin = ({ successes, total }: Count) => ({ successes: successes / designEffect, total: total / designEffect });
  return newcombe(thin(asCount(a)), thin(asCount(b)), confidence);
}

type Tested = Pick<Compared, "difference" | "interval" | "test" | "p">;

function compareRates(a: RatioSums, b: RatioSums, confidence: number): Tested {
  const [countA, countB] = [asCount(a), asCount(b)];
  const difference = countB.successes / countB.total - countA.successes / countA.total;
  const hits = countA.successes + countB.successes;
  const interval = () => rareInterval(a, b, confidence);
  if (hits === 0 || hits === countA.total + countB.total)
    return { difference, interval: interval(), test: "none", p: 1 };
  if (isOneEach(a) && isOneEach(b)) {
    const { newcombe: bounds, test, p } = compareProportions(countA, countB, { confidence });
    return { difference, interval: bounds, test, p };
  }
  const rare = rareCells(a, b);
  if (rare) return { difference, interval: interval(), test: "fisher", p: fisherExact(rare.a, rare.b).p };
  const compared = compareRatios(a, b, { confidence });
  return { difference, interval: compared.interval, test: "delta", p: compared.p };
}

function compareMeans(a: RatioSums, b: RatioSums, confidence: number): Tested {
  if (isOneEach(a) && isOneEach(b)) {
    const summary = ({ users: n, v, vv }: RatioSums) => ({
      n,
      mean: v / n,
      sd: n > 1 ? Math.sqrt(Math.max(0, vv - v ** 2 / n) / (n - 1)) : 0,
    });
    const { difference, interval, p, degenerate } = welchTest(summary(a), summary(b), { confidence });
    return { difference, interval, test: degenerate ? "none" : "welch", p };
  }
  const { difference, interval, p, standardError } = compareRatios(a, b, { confidence });
  return { difference, interval, test: standardError > 0 ? "delta" : "none", p };
}

/** B − A of one metric, two-sided, with the test that fits its kind and its cells. Variances are over users. */
export function compareMetric(metric: MetricName, a: ArmTotals, b: ArmTotals, confidence: number): Compared {
  const [ma, mb] = [measure(a, metric), measure(b, metric)];
  const values = { baseline: ma?.value ?? null, value: mb?.value ?? null };
  if (!ma || !mb) return { ...values, difference: null, interval: unbounded, test: "none", p: 1 };
  const [sa, sb] = [sumsOf(a, metric), sumsOf(b, metric)];
  if (sa && sb)
    return { ...values, ...(metrics[metric].kind === "rate" ? compareRates : compareMeans)(sa, sb, confidence) };
  const difference = mb.value - ma.value;
  const standardError = Math.sqrt(ma.variance + mb.variance);
  if (!(standardError > 0)) return { ...values, difference, interval: unbounded, test: "none", p: 1 };
  const half = normalQuantile(0.5 + confidence / 2) * standardError;
  const interval: Interval = [difference - half, difference + half];
  return { ...values, difference, interval, test: "quantile", p: normalTwoSided(difference / standardError) };
}

import { type MetricName, metrics } from "../metrics";
import type { ArmTotals, HeavyUser, RatioSums, SumName } from "../totals";
import { sumsOf } from "./measure";

/**
 * The minimum number of effective users in an arm. Below it, the result depends on the few users with most of the
 * answers.
 */
export const fewestEffective = 100;
/** Only users with more than this share of an arm's answers or events are removed as a test. */
const notableShare = 0.01;

/** The equivalent number of users with equally many answers: (Σb)² / Σb² (Kish 1965). */
export const effectiveUsersOf = ({ b, bb }: Pick<RatioSums, "b" | "bb">): number => (bb > 0 ? b ** 2 / bb : 0);

/** The cause of a dependence: one user, or (without an id) the few who have most of the answers. */
export type Dependence = { variant: string; unitId: string | null; effectiveUsers: number };

/** What a user contributes to: a quantile is over all answers, as refusals are. */
const sumNameOf = (metric: MetricName): SumName & MetricName =>
  metrics[metric].kind === "quantile" ? "refusal_rate" : (metric as SumName & MetricName);

/** The arm without this user. */
function without(arm: ArmTotals, user: HeavyUser, metric: MetricName): ArmTotals {
  if (metrics[metric].kind === "quantile") return user.without ? { ...arm, ...user.without } : arm;
  const name = sumNameOf(metric);
  const [b, v] = user.sums[name] ?? [0, 0];
  const all = arm.ratios[name];
  const sums: RatioSums = {
    users: all.users - (b > 0 || v > 0 ? 1 : 0),
    usersWith: all.usersWith - (v > 0 ? 1 : 0),
    b: all.b - b,
    v: all.v - v,
    bb: Math.max(0, all.bb - b ** 2),
    vv: Math.max(0, all.vv - v ** 2),
    bv: Math.max(0, all.bv - b * v),
  };
  return { ...arm, ratios: { ...arm.ratios, [name]: sums } };
}

/**
 * Users who could change this metric alone: with more than twice the mean number of answers, or with more of the
 * counted value than one answer can contribute. Empty if all users have one answer.
 */
export function findInfluentialUsers(arm: ArmTotals, metric: MetricName): HeavyUser[] {
  const { kind } = metrics[metric];
  const name = sumNameOf(metric);
  const sums = arm.ratios[name];
  return (arm.heavy ?? []).filter((user) => {
    const [b, v] = user.sums[name] ?? [0, 0];
    const hasMuch = b > notableShare * sums.b && b > (2 * sums.b) / sums.users;
    const isMuch = v > notableShare * sums.v && (kind === "rate" ? v >= 2 : v > (5 * sums.v) / sums.users);
    return hasMuch || (isMuch && kind !== "quantile");
  });
}

type Pair = { control: ArmTotals; arm: ArmTotals };

/**
 * Whether the comparison of two arms depends on one user: an arm has fewer than 100 effective users, or `isStill` fails
 * when one user is removed. Null if it does not. Pure. docs/statistics.md explains it under "Heavy users".
 */
export function findDependence(metric: MetricName, pair: Pair, isStill: (without: Pair) => boolean): Dependence | null {
  const { control, arm } = pair;
  const name = sumNameOf(metric);
  const sums = { control: sumsOf(control, name), arm: sumsOf(arm, name) };
  if (!sums.control || !sums.arm) return null;
  const sides = [
    { side: "arm", of: arm, sums: sums.arm },
    { side: "control", of: control, sums: sums.control },
  ] as const;
  for (const { of, sums: own } of sides) {
    const effectiveUsers = effectiveUsersOf(own);
    const [heaviest] = findInfluentialUsers(of, metric).toSorted((x, y) => y.answers - x.answers);
    if (effectiveUsers < fewestEffective)
      return { variant: of.variant, unitId: heaviest?.unitId ?? null, effectiveUsers };
  }
  for (const { side, of, sums: own } of sides) {
    const user = findInfluentialUsers(of, metric).find(
      (one) => !isStill({ ...pair, [side]: without(of, one, metric) }),
    );
    if (user) return { variant: of.variant, unitId: user.unitId, effectiveUsers: effectiveUsersOf(own) };
  }
  return null;
}

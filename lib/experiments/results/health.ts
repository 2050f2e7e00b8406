import { weekMs } from "@/lib/core/milliseconds";
import { type MetricName, metrics } from "../metrics";
import type { ExperimentPlan } from "../plan";
import type { EmbeddedSnippet } from "../queries/embedded-snippets";
import { type Count, chiSquaredTest, compareProportions, ratioOf, sequentialMismatch } from "../statistics";
import type { ArmTotals, ExperimentTotals } from "../totals";
import { sumsOf, usersWithOutcome } from "./measure";
import type { HealthCheck } from "./schema";

const leastUsers = 100;
const alarm = 0.001;
const mostInTwoArms = 0.01;
const designEffectLimit = 1.5;

export type HealthInput = {
  plan: ExperimentPlan;
  totals: ExperimentTotals;
  /** The time from the start until the snapshot, in ms. */
  ranMs: number;
  /** Whether the planned sample is complete. A run that is too short is reported only then. */
  isComplete: boolean;
  /** Whether the stored plan still has the hash from its start. */
  isPlanUnchanged: boolean;
  /** Included snippets that got a newer version during the phase. */
  changedSnippets: readonly EmbeddedSnippet[];
  /** Whether the reader may see user ids. */
  namesUsers: boolean;
};

/** The result of a check: its values, and whether it passes. health-words.ts has the words. */
export type HealthFinding = { result: HealthCheck["result"] } & (
  | { id: "split"; users: number[]; p: number | null }
  | { id: "two_arms"; both: number; users: number }
  | { id: "missing_outcomes"; arms: { version: number | undefined; share: number }[] }
  | { id: "stray_traffic"; stray: number; users: number }
  | { id: "design_effect"; measured: { answersPerUser: number; effect: number } | null }
  | {
      id: "one_user";
      unitId: string | null;
      version: number | undefined;
      answers: number;
      ofAnswers: number;
      weight: number;
    }
  | { id: "clocks"; users: number }
  | { id: "snippets"; changed: readonly EmbeddedSnippet[] }
  | { id: "full_week"; days: number; isComplete: boolean }
  | { id: "plan_unchanged" }
);

/** The result of a check: waiting for users, else failed or flagged, else passed. */
const resultOf = (isWaiting: boolean, isBad: boolean, bad: "fails" | "flagged" = "fails"): HealthCheck["result"] =>
  isWaiting ? "waiting" : isBad ? bad : "passes";

/** The arms in the order of the plan, including arms without users. */
export function plannedArms(plan: ExperimentPlan, totals: ExperimentTotals): (ArmTotals | undefined)[] {
  return plan.variants.map(({ key }) => totals.arms.find(({ variant }) => variant === key));
}

function checkSplit({ plan, totals }: HealthInput): HealthFinding {
  const users = plannedArms(plan, totals).map((arm) => arm?.users ?? 0);
  const isWaiting = users.reduce((sum, count) => sum + count, 0) < leastUsers;
  const { p, mismatch } = sequentialMismatch(
    users,
    plan.variants.map(({ weight }) => weight),
  );
  return { id: "split", result: resultOf(isWaiting, mismatch), users, p: isWaiting ? null : p };
}

function checkTwoArms({ totals }: HealthInput): HealthFinding {
  const users = totals.arms.reduce((sum, arm) => sum + arm.users, 0);
  const both = totals.arms.reduce((sum, arm) => sum + arm.usersInTwoArms, 0);
  const isBad = users > 0 && both / users >= mostInTwoArms;
  return { id: "two_arms", result: resultOf(users < leastUsers, isBad), both, users };
}

/** Users with an outcome of the primary metric if every answer has one, else users with any answer. */
const withOutcome = (arm: ArmTotals, metric: MetricName) =>
  metrics[metric].base === "of answers" ? usersWithOutcome(arm, metric) : arm.usersWithInteractions;

/** The number of users, with or without an outcome, at which the check of a running experiment is tuned. */
const outcomesToDetect = 300;

/**
 * Whether users without an outcome are divided as all users are, for a check that is read while the experiment runs. It
 * counts those with or without an outcome, whichever are fewer.
 */
function missMore(plan: ExperimentPlan, totals: ExperimentTotals, counts: readonly Count[]): boolean {
  const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);
  const missing = counts.map(({ successes }) => successes);
  const heard = counts.map(({ successes, total }) => total - successes);
  const arms = plannedArms(plan, totals);
  const weights = plan.variants.filter((_, index) => arms[index]).map(({ weight }) => weight);
  return sequentialMismatch(sum(missing) <= sum(heard) ? missing : heard, weights, outcomesToDetect).mismatch;
}

function checkMissing({ plan, totals, isComplete }: HealthInput): HealthFinding {
  const arms = plannedArms(plan, totals).flatMap((arm) => (arm ? [arm] : []));
  const counts = arms.map((arm) => {
    const { users, heard } = arm.mature ?? { users: arm.users, heard: withOutcome(arm, plan.primaryMetric) };
    return { successes: Math.max(0, users - heard), total: users };
  });
  const [a, b] = counts;
  const isWaiting = counts.length < 2 || counts.some(({ total }) => total < leastUsers);
  const p = a && b && counts.length === 2 ? compareProportions(a, b).p : chiSquaredTest(counts).p;
  // The planned sample is read once, and a bandit has no planned shares. Until then the check is read at every look.
  const isBad = isComplete || plan.kind !== "ab" ? p < alarm : missMore(plan, totals, counts);
  // A bandit sends its newest users, whose outcomes are still open, to the better arms. So a difference is flagged and
  // does not fail the check.
  const bad = plan.kind === "ab" ? "fails" : "flagged";
  return {
    id: "missing_outcomes",
    result: resultOf(isWaiting, isBad, bad),
    arms: counts.map(({ successes, total }, index) => ({
      version: versionOf(plan, arms[index]?.variant),
      share: total > 0 ? successes / total : 0,
    })),
  };
}

const versionOf = (plan: ExperimentPlan, variant: string | undefined) =>
  plan.variants.find(({ key }) => key === variant)?.version;

function checkStray({ plan, totals }: HealthInput): HealthFinding | null {
  const known = new Set(plan.variants.filter(({ weight }) => weight > 0).map(({ key }) => key));
  const users = totals.arms.reduce((sum, arm) => sum + arm.users, 0);
  const stray = totals.arms.filter(({ variant }) => !known.has(variant)).reduce((sum, arm) => sum + arm.users, 0);
  if (stray === 0) return null;
  return { id: "stray_traffic", result: stray >= mostInTwoArms * users ? "fails" : "flagged", stray, users };
}

function checkDesignEffect({ plan, totals }: HealthInput): HealthFinding | null {
  if (metrics[plan.primaryMetric].kind !== "rate") return null;
  const arms = plannedArms(plan, totals).flatMap((arm) => (arm ? [arm] : []));
  const sums = arms.flatMap((arm) => sumsOf(arm, plan.primaryMetric) ?? []);
  if (sums.length === 0 || sums.some(({ users }) => users < leastUsers))
    return { id: "design_effect", result: "waiting", measured: null };
  const effect = Math.max(0, ...sums.map((one) => ratioOf(one).designEffect));
  const answers = sums.reduce((sum, { b }) => sum + b, 0);
  const users = sums.reduce((sum, one) => sum + one.users, 0);
  return {
    id: "design_effect",
    result: resultOf(false, effect > designEffectLimit, "flagged"),
    measured: { answersPerUser: answers / users, effect },
  };
}

/** A user with this share of an arm's answers is flagged, even if the weight of their answers is reduced. */
const heavyShare = 0.05;

function checkOneUser({ plan, totals, namesUsers }: HealthInput): HealthFinding | null {
  const arms = plannedArms(plan, totals).flatMap((arm) => (arm?.heavy ? [arm] : []));
  const users = arms.flatMap((arm) =>
    (arm.heavy ?? []).map((user) => ({ ...user, arm, share: user.answers / Math.max(1, arm.interactions) })),
  );
  const [heaviest] = users.toSorted((a, b) => b.share - a.share);
  if (!heaviest) return null;
  const { arm, share, answers, weight, unitId } = heaviest;
  return {
    id: "one_user",
    result: resultOf(arm.users < leastUsers, share >= heavyShare, "flagged"),
    unitId: namesUsers ? unitId : null,
    version: versionOf(plan, arm.variant),
    answers,
    ofAnswers: arm.interactions,
    weight,
  };
}

function checkClocks({ plan, totals }: HealthInput): HealthFinding | null {
  const users = plannedArms(plan, totals).reduce((sum, arm) => sum + (arm?.usersEarly ?? 0), 0);
  return users === 0 ? null : { id: "clocks", result: "flagged", users };
}

function checkSnippets({ plan, changedSnippets }: HealthInput): HealthFinding | null {
  const changed = changedSnippets.filter(({ version }) => plan.variants.some((variant) => variant.version === version));
  return changed.length === 0 ? null : { id: "snippets", result: "flagged", changed };
}

function checkWeek({ ranMs, isComplete }: HealthInput): HealthFinding {
  const result = ranMs >= weekMs ? "passes" : isComplete ? "flagged" : "waiting";
  return { id: "full_week", result, days: ranMs / 86_400_000, isComplete };
}

/**
 * Runs all checks. They count users. A bandit changes its split and moves users between versions, so the split, one
 * version per user, and a full week are not checked for it. Pure.
 */
export function checkHealth(input: HealthInput): { isValid: boolean; findings: HealthFinding[] } {
  const isBandit = input.plan.kind !== "ab";
  const findings = [
    ...(isBandit ? [] : [checkSplit(input), checkTwoArms(input)]),
    checkMissing(input),
    checkStray(input),
    checkDesignEffect(input),
    checkOneUser(input),
    checkClocks(input),
    checkSnippets(input),
    ...(isBandit ? [] : [checkWeek(input)]),
    { id: "plan_unchanged", result: input.isPlanUnchanged ? "passes" : "fails" } satisfies HealthFinding,
  ].flatMap((one) => one ?? []);
  return { isValid: findings.every(({ result }) => result !== "fails"), findings };
}

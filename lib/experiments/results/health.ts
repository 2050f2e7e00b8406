import { type MetricName, metrics } from "../metrics";
import type { ExperimentPlan } from "../plan";
import type { EmbeddedSnippet } from "../queries/embedded-snippets";
import { chiSquaredTest, compareProportions, ratioOf, sequentialMismatch } from "../statistics";
import type { ArmTotals, ExperimentTotals } from "../totals";
import { formatCount, formatP, formatShare } from "./figures";
import { sumsOf, usersWithOutcome } from "./measure";
import type { HealthCheck } from "./schema";

const leastUsers = 100;
const alarm = 0.001;
const mostInTwoArms = 0.01;
const designEffectLimit = 1.5;
const weekMs = 7 * 86_400_000;

export type HealthInput = {
  plan: ExperimentPlan;
  totals: ExperimentTotals;
  /** From the start until the counting, in ms. */
  ranMs: number;
  /** Whether the planned sample is complete. A short run is reported only then. */
  isComplete: boolean;
  /** Whether the stored plan still has the hash it was started with. */
  isPlanUnchanged: boolean;
  /** Snippets that variants put in and that got a newer version while the phase ran. */
  changedSnippets: readonly EmbeddedSnippet[];
  /** Whether the reader may see users' ids. */
  namesUsers: boolean;
};

const check = (
  id: HealthCheck["id"],
  result: HealthCheck["result"],
  seen: string,
  limit: string,
  action: string,
): HealthCheck => ({ id, result, seen, limit, action: result === "passes" || result === "waiting" ? null : action });

/** The arms of the plan in its order; an arm without users is included. */
export function plannedArms(plan: ExperimentPlan, totals: ExperimentTotals): (ArmTotals | undefined)[] {
  return plan.variants.map(({ key }) => totals.arms.find(({ variant }) => variant === key));
}

function checkSplit({ plan, totals }: HealthInput): HealthCheck {
  const users = plannedArms(plan, totals).map((arm) => arm?.users ?? 0);
  const total = users.reduce((sum, count) => sum + count, 0);
  const { p, mismatch } = sequentialMismatch(
    users,
    plan.variants.map(({ weight }) => weight),
  );
  const shares = users.map((count) => formatShare(total > 0 ? count / total : 0)).join(" and ");
  return check(
    "split",
    total < leastUsers ? "waiting" : mismatch ? "fails" : "passes",
    total < leastUsers
      ? `${formatCount(total)} users so far`
      : `${shares}, p\u00a0${p < 0.001 ? "" : "=\u00a0"}${formatP(p)}`,
    "p ≥ 0.001, at every look",
    "Something removes people from one side: an application that drops empty answers, keeps one answer for everyone, or sends events for one version only. Find it, then start a new phase.",
  );
}

function checkTwoArms({ totals }: HealthInput): HealthCheck {
  const users = totals.arms.reduce((sum, arm) => sum + arm.users, 0);
  const both = totals.arms.reduce((sum, arm) => sum + arm.usersInTwoArms, 0);
  const share = users > 0 ? both / users : 0;
  const result = users < leastUsers ? "waiting" : share >= mostInTwoArms ? "fails" : "passes";
  return check(
    "two_arms",
    result,
    `${formatCount(both)} of ${formatCount(users)} (${formatShare(share)})`,
    "under 1\u00a0%",
    "Send the same user id with every call of a person, and report the version that was really used. Then start a new phase.",
  );
}

/** Users with an outcome: of the primary metric where every answer has one, else of any answer at all. */
const withOutcome = (arm: ArmTotals, metric: MetricName) =>
  metrics[metric].base === "of answers" ? usersWithOutcome(arm, metric) : arm.usersWithInteractions;

function checkMissing({ plan, totals }: HealthInput): HealthCheck {
  const arms = plannedArms(plan, totals).flatMap((arm) => (arm ? [arm] : []));
  const counts = arms.map((arm) => {
    const { users, heard } = arm.mature ?? { users: arm.users, heard: withOutcome(arm, plan.primaryMetric) };
    return { successes: Math.max(0, users - heard), total: users };
  });
  const [a, b] = counts;
  const isWaiting = counts.length < 2 || counts.some(({ total }) => total < leastUsers);
  const p = a && b && counts.length === 2 ? compareProportions(a, b).p : chiSquaredTest(counts).p;
  // A bandit sends its newest users, whose outcomes are still to come, to the better arms: a difference is worth a word.
  const alarmed = plan.kind === "ab" ? "fails" : "flagged";
  const seen = counts
    .map(({ successes, total }, index) => {
      const version = plan.variants.find(({ key }) => key === arms[index]?.variant)?.version;
      return `${formatShare(total > 0 ? successes / total : 0)} on v${version}`;
    })
    .join(", ");
  return check(
    "missing_outcomes",
    isWaiting ? "waiting" : p < alarm ? alarmed : "passes",
    seen,
    "no clear difference (chi-squared or Fisher, p ≥ 0.001)",
    "One version loses more of its outcomes than the other, so those that arrive cannot be compared. Send the events of every answer, failed ones too, then start a new phase.",
  );
}

function checkStray({ plan, totals }: HealthInput): HealthCheck | null {
  const known = new Set(plan.variants.filter(({ weight }) => weight > 0).map(({ key }) => key));
  const users = totals.arms.reduce((sum, arm) => sum + arm.users, 0);
  const stray = totals.arms.filter(({ variant }) => !known.has(variant)).reduce((sum, arm) => sum + arm.users, 0);
  if (stray === 0) return null;
  return check(
    "stray_traffic",
    stray >= mostInTwoArms * users ? "fails" : "flagged",
    `${formatCount(stray)} of ${formatCount(users)} users`,
    "none",
    "Users got a variant that the plan gives nobody. Look for an application that chooses the version itself.",
  );
}

function checkDesignEffect({ plan, totals }: HealthInput): HealthCheck | null {
  if (metrics[plan.primaryMetric].kind !== "rate") return null;
  const arms = plannedArms(plan, totals).flatMap((arm) => (arm ? [arm] : []));
  const sums = arms.flatMap((arm) => sumsOf(arm, plan.primaryMetric) ?? []);
  const effect = Math.max(0, ...sums.map((one) => ratioOf(one).designEffect));
  const answers =
    sums.reduce((sum, { b }) => sum + b, 0) /
    Math.max(
      1,
      sums.reduce((sum, { users }) => sum + users, 0),
    );
  const isWaiting = sums.length === 0 || sums.some(({ users }) => users < leastUsers);
  return check(
    "design_effect",
    isWaiting ? "waiting" : effect > designEffectLimit ? "flagged" : "passes",
    isWaiting ? "too few users so far" : `${answers.toFixed(1)} per user, design effect ${effect.toFixed(1)}`,
    "flagged over 1.5",
    "A user's answers are very similar, so many answers give little more evidence than few. The intervals allow for it; more users help, more answers do not.",
  );
}

/** A user with this share of an arm's answers is named, whatever they count for. */
const heavyShare = 0.05;

function checkOneUser({ plan, totals, namesUsers }: HealthInput): HealthCheck | null {
  const arms = plannedArms(plan, totals).flatMap((arm) => (arm?.heavy ? [arm] : []));
  const users = arms.flatMap((arm) =>
    (arm.heavy ?? []).map((user) => ({ ...user, arm, share: user.answers / Math.max(1, arm.interactions) })),
  );
  const [heaviest] = users.toSorted((a, b) => b.share - a.share);
  if (!heaviest) return null;
  const { arm, share, answers, weight, unitId } = heaviest;
  const version = plan.variants.find(({ key }) => key === arm.variant)?.version;
  const counted = weight < 1 ? `, counted as ${formatCount(answers * weight)}` : "";
  const who = namesUsers ? `user ${unitId}` : "one user";
  return check(
    "one_user",
    arm.users < leastUsers ? "waiting" : share >= heavyShare ? "flagged" : "passes",
    `${who}: ${formatShare(share)} of the answers of v${version}, ${formatCount(answers)} of ${formatCount(arm.interactions)}${counted}`,
    "under 5\u00a0%",
    "One user has a large part of the answers: a test account, a script, or an id that several people share. Nobody counts for more answers than 99 in 100 users have; a result that would change without this user is no result.",
  );
}

function checkClocks({ plan, totals }: HealthInput): HealthCheck | null {
  const early = plannedArms(plan, totals).reduce((sum, arm) => sum + (arm?.usersEarly ?? 0), 0);
  if (early === 0) return null;
  return check(
    "clocks",
    "flagged",
    `${formatCount(early)} users have answers dated before they got their version`,
    "none",
    "The clock of an application is more than 15 minutes behind, and what it reports from before a user's first call does not count. Set its clock, or leave `at` out.",
  );
}

function checkSnippets({ plan, changedSnippets }: HealthInput): HealthCheck | null {
  const own = changedSnippets.filter(({ version }) => plan.variants.some((variant) => variant.version === version));
  if (own.length === 0) return null;
  const seen = own.map(
    ({ version, snippet, pinned, newest }) => `v${version} has ${snippet} v${pinned}, now v${newest}`,
  );
  return check(
    "snippets",
    "flagged",
    seen.join("; "),
    "no newer version during the phase",
    "A variant keeps the snippet it was saved with, so these results are for the old text. The version that is released has the old text too. Compare again with the new one before you rely on it.",
  );
}

function checkWeek({ ranMs, isComplete }: HealthInput): HealthCheck {
  const days = ranMs / 86_400_000;
  return check(
    "full_week",
    ranMs >= weekMs ? "passes" : isComplete ? "flagged" : "waiting",
    `${days.toFixed(1)}\u00a0days${isComplete ? "" : " so far"}`,
    "at least 7\u00a0days advised",
    "People differ between weekdays and weekends, and new things wear off. Let it run a full week before you act on it.",
  );
}

/**
 * Every check, on users. A bandit is no A/B test: it moves its split, and with it users from one version to another, so it
 * is not held to the split, to one version per user, and to the week.
 */
export function checkHealth(input: HealthInput): { isValid: boolean; checks: HealthCheck[] } {
  const isBandit = input.plan.kind !== "ab";
  const unchanged = check(
    "plan_unchanged",
    input.isPlanUnchanged ? "passes" : "fails",
    input.isPlanUnchanged ? "as it was started" : "differs from what was started",
    "same id",
    "The plan was changed behind the experiment's back. Start a new phase.",
  );
  const checks = [
    ...(isBandit ? [] : [checkSplit(input), checkTwoArms(input)]),
    checkMissing(input),
    checkStray(input),
    checkDesignEffect(input),
    checkOneUser(input),
    checkClocks(input),
    checkSnippets(input),
    ...(isBandit ? [] : [checkWeek(input)]),
    unchanged,
  ].flatMap((one) => one ?? []);
  return { isValid: checks.every(({ result }) => result !== "fails"), checks };
}

import { formatCount, formatP, formatShare } from "./figures";
import type { HealthFinding } from "./health";
import type { HealthCheck } from "./schema";

type Id = HealthFinding["id"];
type FindingOf<One extends Id> = Extract<HealthFinding, { id: One }>;

/** The words of one check: the observation, the limit, and the recommended action. */
type CheckWords<One extends Id> = { seen: (finding: FindingOf<One>) => string; limit: string; action: string };

const catalogue: { [One in Id]: CheckWords<One> } = {
  split: {
    seen: ({ users, p }) => {
      const total = users.reduce((sum, count) => sum + count, 0);
      if (p === null) return `${formatCount(total)} users so far`;
      const shares = users.map((count) => formatShare(total > 0 ? count / total : 0)).join(" and ");
      return `${shares}, p\u00a0${p < 0.001 ? "" : "=\u00a0"}${formatP(p)}`;
    },
    limit: "p ≥ 0.001, at every look",
    action:
      "Something removes people from one side: an application that drops empty answers, keeps one answer for everyone, or sends events for one version only. Find it, then start a new phase.",
  },
  two_arms: {
    seen: ({ both, users }) =>
      `${formatCount(both)} of ${formatCount(users)} (${formatShare(users > 0 ? both / users : 0)})`,
    limit: "under 1\u00a0%",
    action:
      "Send the same user id with every call of a person, and report the version that was really used. Then start a new phase.",
  },
  missing_outcomes: {
    seen: ({ arms }) => arms.map(({ version, share }) => `${formatShare(share)} on v${version}`).join(", "),
    limit: "no clear difference (chi-squared or Fisher, p ≥ 0.001)",
    action:
      "One version loses more of its outcomes than the other, so those that arrive cannot be compared. Send the events of every answer, failed ones too, then start a new phase.",
  },
  stray_traffic: {
    seen: ({ stray, users }) => `${formatCount(stray)} of ${formatCount(users)} users`,
    limit: "none",
    action: "Users got a variant that is not in the plan. Look for an application that chooses the version itself.",
  },
  design_effect: {
    seen: ({ measured }) =>
      measured
        ? `${measured.answersPerUser.toFixed(1)} per user, design effect ${measured.effect.toFixed(1)}`
        : "too few users so far",
    limit: "flagged over 1.5",
    action:
      "A user's answers are very similar, so many answers give little more evidence than few. The intervals allow for it; more users help, more answers do not.",
  },
  one_user: {
    seen: ({ unitId, version, answers, ofAnswers, weight }) => {
      const who = unitId === null ? "one user" : `user ${unitId}`;
      const share = formatShare(answers / Math.max(1, ofAnswers));
      const counted = weight < 1 ? `, counted as ${formatCount(answers * weight)}` : "";
      return `${who}: ${share} of the answers of v${version}, ${formatCount(answers)} of ${formatCount(ofAnswers)}${counted}`;
    },
    limit: "under 5\u00a0%",
    action:
      "One user has a large part of the answers: a test account, a script, or an id that several people share. No user counts for more answers than 99 of 100 users have; a result that changes without this user does not count.",
  },
  clocks: {
    seen: ({ users }) => `${formatCount(users)} users have answers dated before they got their version`,
    limit: "none",
    action:
      "The clock of an application is more than 15 minutes behind, and what it reports from before a user's first call does not count. Set its clock, or leave `at` out.",
  },
  snippets: {
    seen: ({ changed }) =>
      changed
        .map(({ version, snippet, pinned, newest }) => `v${version} has ${snippet} v${pinned}, now v${newest}`)
        .join("; "),
    limit: "no newer version during the phase",
    action:
      "A variant keeps the snippet it was saved with, so these results are for the old text. The version that is released has the old text too. Compare again with the new one before you rely on it.",
  },
  full_week: {
    seen: ({ days, isComplete }) => `${days.toFixed(1)}\u00a0days${isComplete ? "" : " so far"}`,
    limit: "at least 7\u00a0days advised",
    action:
      "People behave differently on weekends, and the effect of something new often fades. Let it run for a full week before you act on it.",
  },
  plan_unchanged: {
    seen: ({ result }) => (result === "passes" ? "as it was started" : "differs from what was started"),
    limit: "same id",
    action: "The plan was changed after the start. Start a new phase.",
  },
};

/** A finding with its words, as pages and the API show it. Pure. */
export function healthWords<One extends Id>(finding: FindingOf<One>): HealthCheck {
  const { id, result } = finding;
  const { seen, limit, action }: CheckWords<One> = catalogue[id as One];
  const isFine = result === "passes" || result === "waiting";
  return { id, result, seen: seen(finding), limit, action: isFine ? null : action };
}

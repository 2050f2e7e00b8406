import { listWords } from "@/lib/core/words";
import type { OnlineEvaluationFields } from "@/lib/evaluation/online/schema";
import { formatCount, formatShare } from "@/lib/experiments/results/figures";
import type { GuardStatus } from "./findings";

const money = (dollars: number) => `$${dollars < 0.01 && dollars > 0 ? dollars.toPrecision(1) : dollars.toFixed(2)}`;

/** Describes in sentences how live answers are scored. */
export function scoringWords({
  sampleRate,
  minimumPerVersion,
  scorers,
  dailyBudgetUsd,
}: OnlineEvaluationFields): string {
  const part = `${formatShare(sampleRate, Number.isInteger(sampleRate * 100) ? 0 : 1)} of answers${minimumPerVersion > 0 ? `, at least ${formatCount(minimumPerVersion)} of each version a day` : ""}`;
  const judges = scorers.some(({ type }) => type === "judge");
  const by =
    scorers.length === 0
      ? "No scorer reads them. Reported data counts, such as finished tasks and thumbs."
      : `Scored by ${listWords(scorers.map(({ name }) => name))}.`;
  const budget = !judges
    ? ""
    : dailyBudgetUsd === null
      ? " Judging has no daily limit."
      : ` Judging costs at most ${money(dailyBudgetUsd)} a day.`;
  return `${part}. ${by}${budget}`;
}

/** Describes the judgements of today and their cost, with the budget. */
export function spentWords(spent: number, judged: number, budget: number | null): string {
  const of = budget === null ? "" : ` of ${money(budget)}`;
  return `Today ${formatCount(judged)} ${judged === 1 ? "judgement" : "judgements"} for ${money(spent)}${of}, until midnight UTC.`;
}

/** The status of a guard in a few words. */
export const statusWords: Record<GuardStatus, string> = {
  off: "Off",
  waiting: "Waiting for answers",
  inconclusive: "Judges give no score",
  watching: "Watching",
  suspect: "Looks worse, checking again",
  worse: "Worse",
  rolled_back: "Rolled back automatically",
  cooling_down: "Cooling down",
};

/**
 * Returns the days until a version has the needed scores, at `usesPerDay`. Null if that is unknown or zero, or if
 * nothing is sampled.
 */
export function daysToScores(
  usesPerDay: number | null,
  { sampleRate, minimumPerVersion }: Pick<OnlineEvaluationFields, "sampleRate" | "minimumPerVersion">,
  needed: number,
): number | null {
  if (usesPerDay === null || usesPerDay <= 0) return null;
  const perDay = Math.min(usesPerDay, Math.max(usesPerDay * sampleRate, minimumPerVersion));
  // Below the daily minimum every answer is scored, so the traffic determines the duration.
  if (needed <= minimumPerVersion) return needed / usesPerDay;
  return perDay > 0 ? needed / perDay : null;
}

/** "about 40 min", "about 3 h", "about 2 days". */
export function waitWords(days: number): string {
  const minutes = days * 24 * 60;
  if (minutes < 90) return `about ${Math.max(1, Math.round(minutes))}\u00a0min`;
  if (minutes < 48 * 60) return `about ${Math.round(minutes / 60)}\u00a0h`;
  return `about ${Math.round(days)} days`;
}

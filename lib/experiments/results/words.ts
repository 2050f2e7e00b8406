import { shortDay } from "@/lib/core/short-day";
import { formatCount, formatDifference } from "./figures";
import type { ExperimentResults, HealthCheck } from "./schema";

/** "v9" */
export const versionName = (variant: { version: number } | undefined): string => (variant ? `v${variant.version}` : "");

/** The short form of a hash for comparison by people: "9f3c 71d0". */
export const planId = (hash: string): string => `${hash.slice(0, 4)} ${hash.slice(4, 8)}`;

/** "8 Nov, 09:12" in UTC. */
export const shortTime = (iso: string): string => `${shortDay(iso)}, ${new Date(iso).toISOString().slice(11, 16)}`;

/** "First", "2nd", "3rd to 5th", "6th and later": the position among a user's uses. */
export function spanName({ from, to }: { from: number; to: number | null }): string {
  const nth = (place: number) => `${place}${["th", "st", "nd", "rd"][place] ?? "th"}`;
  if (from === 1 && to === 1) return "First";
  if (to === null) return `${nth(from)} and later`;
  return from === to ? nth(from) : `${nth(from)} to ${nth(to)}`;
}

export const checkNames: Record<HealthCheck["id"], string> = {
  split: "Split as planned",
  two_arms: "Users in both versions",
  missing_outcomes: "Outcomes missing",
  stray_traffic: "Outside the plan",
  one_user: "Heaviest user",
  clocks: "Clocks",
  design_effect: "Answers per user",
  snippets: "Snippets unchanged",
  full_week: "A full week",
  plan_unchanged: "Plan unchanged",
};

const tests = {
  "chi-squared": "chi-squared",
  fisher: "Fisher's exact test",
  delta: "delta method over users",
  welch: "Welch's t-test",
  quantile: "quantiles over users",
  permutation: "permutation test over users",
  none: "",
} as const;

/** The statistical test of the primary metric. Empty before the verdict. */
export const testOf = ({ verdict }: ExperimentResults): string =>
  tests[verdict?.comparisons.find(({ role }) => role === "primary")?.test ?? "none"];

/** "8 Nov to 19 Nov", "on 8 Nov", "since 11 Nov". */
export function spanWords({ startedAt, endedAt }: Pick<ExperimentResults, "startedAt" | "endedAt">): string {
  if (!startedAt) return "";
  if (endedAt && shortDay(startedAt) === shortDay(endedAt)) return `on ${shortDay(endedAt)}`;
  return endedAt ? `${shortDay(startedAt)} to ${shortDay(endedAt)}` : `since ${shortDay(startedAt)}`;
}

/** The next step of an experiment: "Decide Cite the product page". */
export const experimentStepWords = { verdict: "Decide", not_valid: "Repair or stop" } as const;

/** The projected change of cost at the current traffic. Empty if it is not significant. */
export function costWords({
  verdict,
  variants,
  startedAt,
}: Pick<ExperimentResults, "verdict" | "variants" | "startedAt">): string {
  const cost = verdict?.comparisons.find(({ metric }) => metric === "cost");
  if (!verdict || !startedAt || !cost?.difference || (cost.reading !== "better" && cost.reading !== "worse")) return "";
  const days = (Date.parse(verdict.asOf) - Date.parse(startedAt)) / 86_400_000;
  const answers = variants.reduce((sum, { interactions }) => sum + interactions, 0) / Math.max(1, days);
  const name = versionName(variants.find(({ key }) => key === cost.variant));
  const size = formatDifference("cost", Math.abs(cost.difference) * answers).replace("+", "");
  return `For all ${formatCount(answers)} answers a day, ${name} would cost about ${size} a day ${cost.difference > 0 ? "more" : "less"}.`;
}

import { costText, countText } from "./figures";
import type { VersionChange } from "./usage";
import type { UsageStep } from "./usage-steps";
import type { UsageView } from "./usage-views";

/** "7 % more", "steady"; short: "↑ 7 %". From ten times on "12 times as much", "↑ 12 ×". Below 1 % "steady". Pure. */
export function changeWords(change: number, isShort = false): string {
  const percent = Math.round(Math.abs(change) * 100);
  if (percent < 1) return isShort ? "steady" : "no more";
  if (change >= 9) {
    const times = Math.round(change + 1).toLocaleString("en-US");
    return isShort ? `↑\u00a0${times}\u00a0×` : `${times} times as much`;
  }
  if (isShort) return `${change > 0 ? "↑" : "↓"}\u00a0${percent}\u00a0%`;
  return `${percent}\u00a0% ${change > 0 ? "more" : "less"}`;
}

const formats: Record<UsageStep, Intl.DateTimeFormatOptions> = {
  hour: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  day: { day: "numeric", month: "short" },
  week: { day: "numeric", month: "short" },
  month: { month: "short", year: "numeric" },
};

/** "17 Nov" of a day, "17 Nov, 14:00" of an hour, "Nov 2026" of a month. */
export const stepWords = (at: string, step: UsageStep): string =>
  new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...formats[step] }).format(new Date(at));

/** A label within a sentence: "prompt" of "Prompt", but "API key". */
export const inSentence = (label: string): string => label.replace(/^[A-Z](?![A-Z])/, (first) => first.toLowerCase());

/** "costs $70.00 a month more", "costs as much". */
function costWords(perMonth: number): string {
  if (Math.abs(perMonth) < 0.01) return "costs as much";
  return `costs ${costText(Math.abs(perMonth))} a month ${perMonth > 0 ? "more" : "less"}`;
}

/** "and finishes 190 more tasks a day"; "" if no completions are reported. */
function finishedWords(perDay: number | null): string {
  if (perDay === null) return "";
  const tasks = Math.round(Math.abs(perDay));
  if (tasks === 0) return " and finishes as many tasks";
  return ` and finishes ${countText(tasks)} ${perDay > 0 ? "more" : "fewer"} ${tasks === 1 ? "task" : "tasks"} a day`;
}

/** "v3 costs $70.00 a month more than v2 and finishes 190 more tasks a day, at 4,210 answers a day." Pure. */
export const versionChangeWords = ({
  version,
  than,
  costPerMonth,
  finishedPerDay,
  answersPerDay,
}: VersionChange): string =>
  `v${version} ${costWords(costPerMonth)} ${Math.abs(costPerMonth) < 0.01 ? "as" : "than"} v${than}${finishedWords(finishedPerDay)}, at ${countText(Math.round(answersPerDay))} answers a day.`;

/**
 * The number of users, and whether all of the time is counted. Null if none is counted yet, so that no column is empty.
 */
export function countedUsers({ users, from }: Pick<UsageView, "users" | "from">) {
  const isCounted = Date.parse(users.from) <= Date.parse(from);
  return users.count > 0 || isCounted ? { count: users.count, isCounted } : null;
}

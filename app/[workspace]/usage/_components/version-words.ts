import type { VersionChange } from "@/lib/requests/usage";
import { costText, countText } from "../../requests/_components/figures";

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
export const versionWords = ({ version, than, costPerMonth, finishedPerDay, answersPerDay }: VersionChange): string =>
  `v${version} ${costWords(costPerMonth)} ${Math.abs(costPerMonth) < 0.01 ? "as" : "than"} v${than}${finishedWords(finishedPerDay)}, at ${countText(Math.round(answersPerDay))} answers a day.`;

import { listWords } from "@/lib/core/words";

const lowerFirst = (text: string) => `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;

/** "17 are left out: …", one sentence for each reason. Empty if every answer became a case. */
export function leftOutWords(skipped: readonly { message: string }[]): string {
  const counts = new Map<string, number>();
  for (const { message } of skipped) counts.set(message, (counts.get(message) ?? 0) + 1);
  return [...counts]
    .map(([message, count]) => `${count === 1 ? "One is" : `${count} are`} left out: ${lowerFirst(message)}`)
    .join(" ");
}

/** What a suite of rejected answers measures: the scorers that the answers did not pass, by their names. */
export function measuredWords(rejectedBy: readonly string[]): string {
  if (rejectedBy.length === 0) return "Enter the correct answers, or add a scorer that finds the fault.";
  return `It measures what these answers did not pass: ${listWords(rejectedBy)}.`;
}

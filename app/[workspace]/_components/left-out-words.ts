/** "17 are left out: …", one sentence for each reason. Empty if every answer became a case. */
export function leftOutWords(skipped: readonly { message: string }[]): string {
  const counts = new Map<string, number>();
  for (const { message } of skipped) counts.set(message, (counts.get(message) ?? 0) + 1);
  return [...counts]
    .map(([message, count]) => `${count === 1 ? "One is" : `${count} are`} left out: ${message}`)
    .join(" ");
}

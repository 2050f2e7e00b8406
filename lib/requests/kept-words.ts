/**
 * "Answers from before 14 Nov 2026 are no longer kept, so numbers that count them lead to no requests." Times are UTC.
 */
export function keptWords(keptFrom: Date): string {
  const day = keptFrom.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
  return `Answers from before ${day} are no longer kept, so numbers that count them lead to no requests.`;
}

const dayMs = 86_400_000;
/** Mondays from this hour on, in UTC, until the day after: later it is no news. */
const fromHour = 6;

export type DigestWeek = { monday: Date; from: Date; to: Date; words: string };

/** The week whose digest is due, from Monday to Sunday in UTC; null: none is. Pure. */
export function dueWeek(now: Date): DigestWeek | null {
  const day = (now.getUTCDay() + 6) % 7;
  const isDue = day === 0 ? now.getUTCHours() >= fromHour : day === 1;
  if (!isDue) return null;
  const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  const monday = new Date(midnight - day * dayMs);
  const from = new Date(monday.getTime() - 7 * dayMs);
  const last = new Date(monday.getTime() - dayMs);
  const words = (date: Date) => date.toLocaleDateString("en-GB", { day: "numeric", month: "long", timeZone: "UTC" });
  return { monday, from, to: monday, words: `${words(from)} to ${words(last)} (UTC)` };
}

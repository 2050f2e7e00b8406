import type { LiveHour } from "@/lib/evaluation/online/queries/hours";

/** The scores of answers whose outcome window is still open, and its length. */
export type Young = { scores: number; outcomeMinutes: number };

const [minuteMs, hourMs] = [60_000, 3_600_000];

/**
 * The hours whose answers are all older than the metric's outcome window, and the number of scores in the other hours
 * (null if none). Younger answers are not drawn, because their values would be misleading. Pure.
 */
export function splitYoung(
  hours: readonly LiveHour[],
  outcomeMinutes: number,
  now: number,
): { hours: LiveHour[]; young: Young | null } {
  const isYoung = ({ hour }: LiveHour) =>
    outcomeMinutes > 0 && Date.parse(hour) + hourMs + outcomeMinutes * minuteMs > now;
  const scores = hours.filter(isYoung).reduce((sum, { n }) => sum + n, 0);
  return { hours: hours.filter((one) => !isYoung(one)), young: scores > 0 ? { scores, outcomeMinutes } : null };
}

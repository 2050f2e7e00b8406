import { dayMs } from "@/lib/core/milliseconds";

/** Returns the first day (UTC) of each month that needs a partition: from the last month to two months ahead. Pure. */
export function monthsAhead(now: Date): string[] {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  return [-1, 0, 1, 2].map((step) => new Date(Date.UTC(year, month + step, 1)).toISOString().slice(0, 10));
}

/** Returns the first instant after a partition, from its name (interactions_202611). Null for another table. Pure. */
export function endOfPartition(name: string): Date | null {
  const [, year, month] = /_(\d{4})(\d{2})$/.exec(name) ?? [];
  return year && month ? new Date(Date.UTC(Number(year), Number(month), 1)) : null;
}

/**
 * The retention of events and contents in days. `neededFrom` is the start of the oldest events that experiments need;
 * null if none.
 */
export type RetentionSpan = { now: Date; days: number; contentDays: number; neededFrom: Date | null };

/** Whether all rows of a partition are past their retention. Pure. */
export function isPast(name: string, { now, days, contentDays, neededFrom }: RetentionSpan): boolean {
  const end = endOfPartition(name);
  if (!end) return false;
  // Spans contain their texts, and experiments do not count spans.
  const isContent = /^(interaction_contents|spans)_/.test(name);
  const isOld = end.getTime() <= now.getTime() - (isContent ? contentDays : days) * dayMs;
  const isNeeded = !isContent && neededFrom !== null && end > neededFrom;
  return isOld && !isNeeded;
}

/** Whether all rows of a partition are copied to ClickHouse and old enough to be removed from PostgreSQL. Pure. */
export function isHeldElsewhere(
  name: string,
  { hotDays, copiedTo, ...keeping }: RetentionSpan & { hotDays: number; copiedTo: Date | null },
): boolean {
  const end = endOfPartition(name);
  if (!end || !copiedTo || end > copiedTo) return false;
  return isPast(name, { ...keeping, days: hotDays, contentDays: hotDays });
}

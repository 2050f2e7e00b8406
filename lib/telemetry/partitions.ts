/** Months whose events an installation needs room for, as the first day of each (UTC): the last one to two ahead. Pure. */
export function monthsAhead(now: Date): string[] {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  return [-1, 0, 1, 2].map((step) => new Date(Date.UTC(year, month + step, 1)).toISOString().slice(0, 10));
}

/** The first instant after a partition, from its name (interactions_202611); null for a table that is none. Pure. */
export function endOfPartition(name: string): Date | null {
  const [, year, month] = /_(\d{4})(\d{2})$/.exec(name) ?? [];
  return year && month ? new Date(Date.UTC(Number(year), Number(month), 1)) : null;
}

/** How long events are kept, and until when an experiment still needs them; `neededFrom` null: no experiment does. */
export type RetentionSpan = { now: Date; days: number; contentDays: number; neededFrom: Date | null };

const dayMs = 86_400_000;

/** Whether everything in a partition has been kept for long enough. Pure. */
export function isPast(name: string, { now, days, contentDays, neededFrom }: RetentionSpan): boolean {
  const end = endOfPartition(name);
  if (!end) return false;
  // Spans hold their texts themselves, and no experiment counts them.
  const isContent = /^(interaction_contents|spans)_/.test(name);
  const isOld = end.getTime() <= now.getTime() - (isContent ? contentDays : days) * dayMs;
  const isNeeded = !isContent && neededFrom !== null && end > neededFrom;
  return isOld && !isNeeded;
}

/** With a copy in ClickHouse: whether everything in a partition is there, and old enough to be kept there alone. Pure. */
export function isHeldElsewhere(
  name: string,
  { hotDays, copiedTo, ...keeping }: RetentionSpan & { hotDays: number; copiedTo: Date | null },
): boolean {
  const end = endOfPartition(name);
  if (!end || !copiedTo || end > copiedTo) return false;
  return isPast(name, { ...keeping, days: hotDays, contentDays: hotDays });
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [minute, 5 * minute, 15 * minute, hour, 3 * hour, 6 * hour, 12 * hour, day, 7 * day];

const mostBars = 60;

/** Returns the step in seconds that divides a time range (ms) into at most 60 bars. Pure. */
export function stepOf(lengthMs: number): number {
  return steps.find((step) => lengthMs / 1_000 / step <= mostBars) ?? 30 * day;
}

export type Bar = { at: string; count: number };

/** Returns all bars of a time range, including empty ones, from the non-empty counts. Pure. */
export function barsOf(
  counts: readonly { at: Date; count: number }[],
  { from, to, stepSeconds }: { from: Date; to: Date; stepSeconds: number },
): Bar[] {
  const stepMs = stepSeconds * 1_000;
  const bars = Math.max(1, Math.ceil((to.getTime() - from.getTime()) / stepMs));
  const sums = Array.from({ length: bars }, () => 0);
  for (const { at, count } of counts) {
    const place = Math.min(bars - 1, Math.max(0, Math.floor((at.getTime() - from.getTime()) / stepMs)));
    sums[place] = (sums[place] ?? 0) + count;
  }
  return sums.map((count, index) => ({ at: new Date(from.getTime() + index * stepMs).toISOString(), count }));
}

const hourMs = 3_600_000;

type Hour = { hour: Date; interactions: number };

/**
 * From when on a time holds at most `most` answers, by their number in each hour (UTC): its beginning, or later. Within
 * the hour in which it would be too many, answers are taken as spread evenly. Pure.
 */
export function reachOf(hours: readonly Hour[], { from, to }: { from: Date; to: Date }, most: number): Date {
  let left = most;
  for (const { hour, interactions } of hours.toSorted((a, b) => b.hour.getTime() - a.hour.getTime())) {
    if (interactions <= left) {
      left -= interactions;
      continue;
    }
    const end = Math.min(hour.getTime() + hourMs, to.getTime());
    const start = Math.ceil(end - (end - hour.getTime()) * (left / interactions));
    return new Date(Math.max(start, from.getTime()));
  }
  return from;
}

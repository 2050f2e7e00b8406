const dayMs = 86_400_000;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Days at midnight (UTC) within a span, at most `most` of them. */
export function dayTicks([from, to]: readonly [number, number], most: number): number[] {
  const first = Math.ceil(from / dayMs) * dayMs;
  const count = Math.max(1, Math.floor((to - first) / dayMs) + 1);
  const step = Math.ceil(count / most);
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => first + index * step * dayMs);
}

/** "8 Nov" of an instant, in UTC. */
export function dayAndMonth(at: number): string {
  const date = new Date(at);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
}

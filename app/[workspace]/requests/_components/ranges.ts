const hourMs = 3_600_000;

/** The times one may choose by name, newest first in time. */
export const ranges = ["1h", "24h", "7d", "30d"] as const;
export type Range = (typeof ranges)[number];

const lengths: Record<Range, number> = { "1h": hourMs, "24h": 24 * hourMs, "7d": 168 * hourMs, "30d": 720 * hourMs };
export const rangeWords: Record<Range, string> = {
  "1h": "Last hour",
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
};
export const usualRange: Range = "7d";

const isRange = (text: string): text is Range => ranges.some((range) => range === text);

/** What an address says of time. */
export type AskedTime = { range?: string | undefined; from?: string | undefined; to?: string | undefined };

/** The time asked for: `from` and `to` where both can be read, else a range up to now (ms). Pure. */
export function timeOf({ range, from, to }: AskedTime, now: number): { from: string; to: string; range: Range | null } {
  const [start, end] = [Date.parse(from ?? ""), Date.parse(to ?? "")];
  if (start >= 0 && start < 8e15 && (Number.isNaN(end) ? start < now : start < end))
    return {
      from: new Date(start).toISOString(),
      to: new Date(Number.isNaN(end) ? now : Math.min(end, 8e15)).toISOString(),
      range: null,
    };
  const named = range && isRange(range) ? range : usualRange;
  return { from: new Date(now - lengths[named]).toISOString(), to: new Date(now).toISOString(), range: named };
}

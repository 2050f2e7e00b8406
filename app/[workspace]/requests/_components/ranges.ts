const hourMs = 3_600_000;

/** The times one may choose by name on a page, the shortest first: their words and lengths in ms. */
export type NamedRanges = {
  names: Readonly<Record<string, { words: string; ms: number }>>;
  /** What is shown when nothing is chosen. */
  usual: string;
};

/** Of the page Requests. */
export const requestRanges: NamedRanges = {
  names: {
    "1h": { words: "Last hour", ms: hourMs },
    "24h": { words: "Last 24 hours", ms: 24 * hourMs },
    "7d": { words: "Last 7 days", ms: 168 * hourMs },
    "30d": { words: "Last 30 days", ms: 720 * hourMs },
  },
  usual: "7d",
};

/** Of the page Usage, whose sums are kept longer. */
export const usageRanges: NamedRanges = {
  names: {
    "7d": { words: "Last 7 days", ms: 168 * hourMs },
    "30d": { words: "Last 30 days", ms: 720 * hourMs },
    "90d": { words: "Last 90 days", ms: 2_160 * hourMs },
  },
  usual: "30d",
};

/** What an address says of time. */
export type TimeQuery = { range?: string | undefined; from?: string | undefined; to?: string | undefined };
/** A time as two instants; `range` names it when it is one of those that have names. */
export type ShownTime = { from: string; to: string; range: string | null };

/** The time asked for: `from` and `to` where both can be read, else a range up to now (ms). Pure. */
export function timeOf({ range, from, to }: TimeQuery, now: number, { names, usual }: NamedRanges): ShownTime {
  const [start, end] = [Date.parse(from ?? ""), Date.parse(to ?? "")];
  if (start >= 0 && start < 8e15 && (Number.isNaN(end) ? start < now : start < end))
    return {
      from: new Date(start).toISOString(),
      to: new Date(Number.isNaN(end) ? now : Math.min(end, 8e15)).toISOString(),
      range: null,
    };
  const named = range && Object.hasOwn(names, range) ? range : usual;
  return { from: new Date(now - (names[named]?.ms ?? 0)).toISOString(), to: new Date(now).toISOString(), range: named };
}

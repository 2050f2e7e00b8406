import { hourMs } from "@/lib/core/milliseconds";

/** The named time ranges of a page, shortest first: their texts and lengths in ms. */
export type NamedRanges = {
  names: Readonly<Record<string, { words: string; ms: number }>>;
  /** The default range. */
  usual: string;
};

/** The ranges of the page Requests. `keptDays`: how long answers are kept; whole months are dropped after that. */
export const requestRangesFor = (keptDays: number): NamedRanges => ({
  names: {
    "1h": { words: "Last hour", ms: hourMs },
    "24h": { words: "Last 24 hours", ms: 24 * hourMs },
    "7d": { words: "Last 7 days", ms: 168 * hourMs },
    "30d": { words: "Last 30 days", ms: 720 * hourMs },
    all: { words: "Any time", ms: (keptDays + 31) * 24 * hourMs },
  },
  usual: "7d",
});
/** The same for texts and links, which do not depend on how long answers are kept. */
export const requestRanges = requestRangesFor(90);

/** The ranges of the page Usage, whose sums are kept longer. */
export const usageRanges: NamedRanges = {
  names: {
    "7d": { words: "Last 7 days", ms: 168 * hourMs },
    "30d": { words: "Last 30 days", ms: 720 * hourMs },
    "90d": { words: "Last 90 days", ms: 2_160 * hourMs },
  },
  usual: "30d",
};

/** The time parameters of an address. */
export type TimeQuery = { range?: string | undefined; from?: string | undefined; to?: string | undefined };
/** A time range as two instants. `range` is its name, or null without a name. */
export type ShownTime = { from: string; to: string; range: string | null };

/** Returns the requested range: `from` and `to` if they are valid, else a named range up to `now` (ms). Pure. */
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

/** Says that the time of an address is not the one that is shown. Pure. */
export function timeFaultWords({ range, from, to }: TimeQuery, shown: ShownTime, { names }: NamedRanges): string[] {
  if (shown.range === null) return [];
  const isEmpty = Boolean(from ?? to);
  if (!isEmpty && (range === undefined || range === shown.range)) return [];
  const why = isEmpty ? "does not begin before it ends" : "is not known";
  return [`The time in the address ${why}. Shown instead: ${names[shown.range]?.words.toLowerCase()}.`];
}

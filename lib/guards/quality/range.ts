import { hourMs } from "@/lib/core/milliseconds";

/** The time ranges of a chart. */
export const qualityRanges = ["24h", "7d", "30d"] as const;
export type QualityRange = (typeof qualityRanges)[number];

const spans: Record<QualityRange, { hours: number; steps: readonly [number, ...number[]] }> = {
  "24h": { hours: 24, steps: [1, 2, 3, 4, 6] },
  "7d": { hours: 168, steps: [6, 12, 24] },
  "30d": { hours: 720, steps: [24, 48, 72] },
};
/** A chart point has about this many scores, if the range has enough. */
const scoresPerPoint = 100;

/** Times in Unix milliseconds. `stepMs` is the width of one chart point. There are at most 30 points. */
export type QualitySpan = { from: number; to: number; stepMs: number };

function spanWith(hours: number, stepHours: number, now: number): QualitySpan {
  const stepMs = stepHours * hourMs;
  const to = Math.ceil((now + 1) / stepMs) * stepMs;
  return { from: to - hours * hourMs, to, stepMs };
}

/**
 * With wide steps, the range would lose the part of the running step that is still to come, so it begins a step
 * earlier.
 */
function wideSpan(hours: number, stepHours: number, now: number): QualitySpan {
  const { to, stepMs } = spanWith(hours, stepHours, now);
  return { from: Math.floor((now - hours * hourMs) / stepMs) * stepMs, to, stepMs };
}

/** The span of a range up to the end of the current step, in its finest steps. The steps of days are UTC days. Pure. */
export function spanOf(range: QualityRange, now: number): QualitySpan {
  const { hours, steps } = spans[range];
  return spanWith(hours, steps[0], now);
}

type HourCount = { hour: string; version: number; series: string; n: number };

/** The span with the finest steps whose points have about 100 scores (median), else with the widest steps. Pure. */
export function fittingSpan(range: QualityRange, counted: readonly HourCount[], now: number): QualitySpan {
  const { hours, steps } = spans[range];
  const hasEnough = ({ stepMs }: QualitySpan) => {
    const sums = new Map<string, number>();
    for (const { hour, version, series, n } of counted) {
      const point = JSON.stringify([series, version, Math.floor(Date.parse(hour) / stepMs)]);
      sums.set(point, (sums.get(point) ?? 0) + n);
    }
    const ordered = [...sums.values()].filter((n) => n > 0).toSorted((a, b) => a - b);
    return (ordered[Math.floor(ordered.length / 2)] ?? scoresPerPoint) >= scoresPerPoint;
  };
  const [finest, ...wider] = steps;
  const all = [spanWith(hours, finest, now), ...wider.map((step) => wideSpan(hours, step, now))];
  return all.find(hasEnough) ?? all.at(-1) ?? spanOf(range, now);
}

/** The shortest range that contains a time (ISO), else the longest; 24 hours without a time. Pure. */
export function rangeSince(at: string | null, now: number): QualityRange {
  if (at === null) return "24h";
  return qualityRanges.find((range) => spanOf(range, now).from <= Date.parse(at)) ?? "30d";
}

/** "by the hour", "by 6 hours", "by the day", "by 2 days": the duration of one chart point. */
export function stepWords({ stepMs }: Pick<QualitySpan, "stepMs">): string {
  const hours = stepMs / hourMs;
  if (hours > 24) return `by ${hours / 24} days (UTC)`;
  return hours === 1 ? "by the hour" : hours === 24 ? "by the day (UTC)" : `by ${hours} hours`;
}

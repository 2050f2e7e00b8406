import { dayMs, minuteMs } from "@/lib/core/milliseconds";
import { shortDay } from "@/lib/core/short-day";

/** Tick intervals for a span with hardly any midnight. */
const shortSteps = [5, 15, 30, 60, 120, 180, 360, 720].map((minutes) => minutes * minuteMs);

/** Returns at most `most` ticks within a span: days at midnight (UTC), or hours and minutes for a short span. */
export function timeTicks([from, to]: readonly [number, number], most: number): number[] {
  const days = Math.max(1, Math.ceil((to - from) / dayMs / most));
  const short = to - from < 2 * dayMs ? shortSteps.find((one) => (to - from) / one <= most) : undefined;
  const step = short ?? days * dayMs;
  const first = Math.ceil(from / step) * step;
  // Days are counted from the first midnight, so that the first tick is never omitted.
  const start = short ? first : Math.ceil(from / dayMs) * dayMs;
  return Array.from({ length: Math.max(0, Math.floor((to - start) / step) + 1) }, (_, index) => start + index * step);
}

/** "8 Nov" at midnight, else "14:00", in UTC. */
export const dayOrHour = (at: number) => (at % dayMs === 0 ? shortDay(at) : new Date(at).toISOString().slice(11, 16));

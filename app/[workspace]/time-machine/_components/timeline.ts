import type { ReleaseView } from "@/lib/registry/views";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How much time is shown on each side of the instant: ms. */
const sides = [90 * minute, 12 * hour, 3.5 * day, 15 * day, 60 * day, 183 * day, 730 * day];

export type Window = { from: number; to: number };

/** The narrowest window around the instant that shows the nearest release before or after it. */
export function chooseWindow(at: number, neighbours: readonly number[]): Window {
  const nearest = Math.min(...neighbours.map((one) => Math.abs(one - at)));
  const side =
    sides.find((one) => one * 0.92 >= nearest) ?? (Number.isFinite(nearest) ? nearest * 1.2 : (sides[0] ?? day));
  return { from: at - side, to: at + side };
}

/** A stretch of time in which one version was live; `share`s are of the window, 0 to 1. */
export type Segment = { version: number; releasedAt: number; start: number; width: number; isChosen: boolean };

type Released = Pick<ReleaseView, "toVersion" | "at">;

/** Which version was live when, within the window; `releases` in any order, nothing after `now`. */
export function toSegments(releases: readonly Released[], window: Window, at: number, now: number): Segment[] {
  const span = window.to - window.from;
  const sorted = releases
    .map(({ toVersion, at: time }) => ({ version: toVersion, releasedAt: new Date(time).getTime() }))
    .sort((a, b) => a.releasedAt - b.releasedAt);
  return sorted.flatMap(({ version, releasedAt }, index) => {
    const endedAt = sorted[index + 1]?.releasedAt ?? now;
    const from = Math.max(releasedAt, window.from);
    const to = Math.min(endedAt, window.to, now);
    if (to <= from) return [];
    const isChosen = releasedAt <= at && at < (sorted[index + 1]?.releasedAt ?? Number.POSITIVE_INFINITY);
    return [{ version, releasedAt, start: (from - window.from) / span, width: (to - from) / span, isChosen }];
  });
}

/** Seven instants across the window, the fourth is its middle. */
export function ticksOf({ from, to }: Window): number[] {
  return Array.from({ length: 7 }, (_, index) => from + ((to - from) * index) / 6);
}

/** Whether the window is so wide that its ticks are days, not times of day. */
export function showsDays({ from, to }: Window): boolean {
  return to - from > 2 * day;
}

import { hourMs } from "@/lib/core/milliseconds";
import { niceTicks } from "./axis";

/** One step of a line. `low` and `high` are the ends of its interval, or null. `at`: the start of the step in ms. */
export type TrendPoint = { at: number; n: number; value: number; low: number | null; high: number | null };

/** The meaning of a line: bad needs attention, current is live, previous is its baseline. */
export type TrendTone = "bad" | "current" | "previous" | "other";

export type TrendLine = {
  key: string;
  /** "v12, 74.4 %": the label beside the line, instead of a legend. */
  name: string;
  tone: TrendTone;
  points: readonly TrendPoint[];
};

/** An event above the chart, with a vertical line. `by-itself` (limelight): an automatic change of the live version. */
export type TrendMark = { at: number; kind: "release" | "by-itself" | "judge" | "alert"; title: string; note: string };

/** A limit that a value must not exceed. */
export type TrendLimit = { value: number; label: string; tone: "alert" | "floor" };

export type TrendSpan = { from: number; to: number; stepMs: number };

/** The median of some numbers. 0 if there are none. */
const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/**
 * The domain of the axis. Contains lines, limits, and the intervals of steps with a usual number of scores: the wide
 * interval of a new step would flatten the lines. `within` limits the domain.
 */
export function trendDomain(
  lines: readonly { points: readonly TrendPoint[] }[],
  limits: readonly { value: number }[],
  within?: readonly [number, number],
): [number, number] {
  const points = lines.flatMap((line) => line.points);
  const steady = median(points.map(({ n }) => n)) / 2;
  const values = [
    ...limits.map(({ value }) => value),
    ...points.flatMap(({ value, low, high, n }) => [value, ...(n >= steady ? [low ?? value, high ?? value] : [])]),
  ];
  if (values.length === 0) return within ? [within[0], within[1]] : [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  return within ? [Math.max(within[0], low - room), Math.min(within[1], high + room)] : [low - room, high + room];
}

/** A point with fewer scores than this is not significant on its own. */
const fewScores = 50;

/** Whether a step is hollow: it is incomplete (it ends after `settledAt`) or has few scores. */
export const isHollow = ({ at, n }: TrendPoint, stepMs: number, settledAt: number): boolean =>
  n < fewScores || at + stepMs > settledAt;

const rollingSteps = 3;

/** The mean over the scores of each step and the two before it, which smooths random variation. */
export function rollingMeans(points: readonly TrendPoint[], stepMs: number): number[] {
  return points.map(({ at }) => {
    const inside = points.filter((one) => one.at <= at && one.at > at - rollingSteps * stepMs);
    return inside.reduce((sum, { n, value }) => sum + n * value, 0) / inside.reduce((sum, { n }) => sum + n, 0);
  });
}

/** `step`: the start of the step. `at`: where it is drawn. */
export type TrendRow = { at: number; step: number; [key: string]: number | readonly [number, number] | null };

/**
 * The rows of each step, one for each place where lines draw it (`places`, else the middle): `v0`, `v1` … are values,
 * `r0` … rolling means, `b0` … bands cut off at the axis.
 * `s0` … connects full points, `h0` … hollow ones with their neighbours. Steps without a point are null, which leaves a
 * gap.
 */
export function trendRows(
  lines: readonly { points: readonly TrendPoint[] }[],
  { from, to, stepMs }: TrendSpan,
  [bottom, top]: readonly [number, number],
  settledAt: number,
  places: readonly ReadonlyMap<number, number>[] = [],
): TrendRow[] {
  const cut = (value: number) => Math.min(top, Math.max(bottom, value));
  const placeOf = (line: number, at: number) => places[line]?.get(at) ?? at + stepMs / 2;
  const found = lines.map(({ points }) => {
    const means = rollingMeans(points, stepMs);
    return new Map(
      points.map((point, index) => [
        point.at,
        { point, mean: means[index] ?? point.value, hollow: isHollow(point, stepMs, settledAt) },
      ]),
    );
  });
  const rowAt = (at: number, place: number) => {
    const row: TrendRow = { at: place, step: at };
    for (const [line, points] of found.entries()) {
      const here = placeOf(line, at) === place ? points.get(at) : undefined;
      const hangs = here && [at - stepMs, at, at + stepMs].some((one) => points.get(one)?.hollow);
      row[`v${line}`] = here ? here.point.value : null;
      row[`r${line}`] = here ? here.mean : null;
      row[`s${line}`] = here && !here.hollow ? here.point.value : null;
      row[`h${line}`] = here && hangs ? here.point.value : null;
      row[`b${line}`] = here
        ? [cut(here.point.low ?? here.point.value), cut(here.point.high ?? here.point.value)]
        : null;
    }
    return row;
  };
  return Array.from({ length: Math.round((to - from) / stepMs) }, (_, index) => {
    const at = from + index * stepMs;
    const here = found.flatMap((points, line) => (points.has(at) ? [placeOf(line, at)] : []));
    const each = here.length > 0 ? [...new Set(here)].toSorted((a, b) => a - b) : [at + stepMs / 2];
    return each.map((place) => rowAt(at, place));
  }).flat();
}

const hourSteps = [1, 2, 3, 4, 6, 12, 24, 48, 72, 96, 120, 168];

/** Returns at most `most` full hours within the span, on a clock `offsetMs` ahead of UTC. */
export function timeTicks({ from, to }: TrendSpan, most: number, offsetMs: number): number[] {
  const hours = (to - from) / hourMs;
  const step = (hourSteps.find((one) => hours / one <= most) ?? 168) * hourMs;
  const first = Math.ceil((from + offsetMs) / step) * step - offsetMs;
  const ticks: number[] = [];
  for (let at = first; at <= to; at += step) ticks.push(at);
  return ticks;
}

/** Round values for the grid lines. */
export const gridTicks = ([low, high]: readonly [number, number]): number[] => niceTicks(low, high, 6);

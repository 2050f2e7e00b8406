import { niceTicks } from "./axis";

/** One step of a line; low and high are the ends of its interval, null where it has none. `at` in ms: where the step begins. */
export type TrendPoint = { at: number; n: number; value: number; low: number | null; high: number | null };

/** How a line is meant: bad is what somebody should look at, current what users get, previous what it is compared with. */
export type TrendTone = "bad" | "current" | "previous" | "other";

export type TrendLine = {
  key: string;
  /** "v12, 74.4 %": beside the line, in place of a legend. */
  name: string;
  tone: TrendTone;
  points: readonly TrendPoint[];
};

/** Something that happened, above the chart, with a line down. `by-itself` is drawn in limelight: it changed what is live. */
export type TrendMark = { at: number; kind: "release" | "by-itself" | "judge" | "alert"; title: string; note: string };

/** A value that must not be passed. */
export type TrendLimit = { value: number; label: string; tone: "alert" | "floor" };

export type TrendSpan = { from: number; to: number; stepMs: number };

/** The middle of some numbers; 0 of none. */
const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/**
 * From where to where the axis goes: lines, limits, and intervals of steps with as many scores as others have: those of
 * a step that has just begun are so wide that they would flatten the lines. `within` bounds it.
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

/** A point on fewer scores than this says little on its own. */
const fewScores = 50;

/** Whether a step is not over (its last answers are not in before `settledAt`) or has few scores: it is drawn hollow. */
export const isHollow = ({ at, n }: TrendPoint, stepMs: number, settledAt: number): boolean =>
  n < fewScores || at + stepMs > settledAt;

const rollingSteps = 3;

/** The mean over the scores of a step and the two before it, for each point: what a single step does by chance evens out. */
export function rollingMeans(points: readonly TrendPoint[], stepMs: number): number[] {
  return points.map(({ at }) => {
    const inside = points.filter((one) => one.at <= at && one.at > at - rollingSteps * stepMs);
    return inside.reduce((sum, { n, value }) => sum + n * value, 0) / inside.reduce((sum, { n }) => sum + n, 0);
  });
}

export type TrendRow = { at: number; [key: string]: number | readonly [number, number] | null };

/**
 * A row per step, in the middle of it: `v0`, `v1` … are values, `r0` … rolling means, `b0` … bands cut off at the axis.
 * `s0` … joins full points, `h0` … hollow ones with what they hang on. Steps without a point are null: a gap stays a gap.
 */
export function trendRows(
  lines: readonly { points: readonly TrendPoint[] }[],
  { from, to, stepMs }: TrendSpan,
  [bottom, top]: readonly [number, number],
  settledAt: number,
): TrendRow[] {
  const cut = (value: number) => Math.min(top, Math.max(bottom, value));
  const found = lines.map(({ points }) => {
    const means = rollingMeans(points, stepMs);
    return new Map(
      points.map((point, index) => [
        point.at,
        { point, mean: means[index] ?? point.value, hollow: isHollow(point, stepMs, settledAt) },
      ]),
    );
  });
  return Array.from({ length: Math.round((to - from) / stepMs) }, (_, index) => {
    const at = from + index * stepMs;
    const row: TrendRow = { at: at + stepMs / 2 };
    for (const [line, points] of found.entries()) {
      const here = points.get(at);
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
  });
}

const hourMs = 3_600_000;
const hourSteps = [1, 2, 3, 4, 6, 12, 24, 48, 72, 96, 120, 168];

/** Instants at full hours (of a clock `offsetMs` ahead of UTC) within the span, at most `most` of them. */
export function timeTicks({ from, to }: TrendSpan, most: number, offsetMs: number): number[] {
  const hours = (to - from) / hourMs;
  const step = (hourSteps.find((one) => hours / one <= most) ?? 168) * hourMs;
  const first = Math.ceil((from + offsetMs) / step) * step - offsetMs;
  const ticks: number[] = [];
  for (let at = first; at <= to; at += step) ticks.push(at);
  return ticks;
}

/** Round values for the lines of the grid. */
export const gridTicks = ([low, high]: readonly [number, number]): number[] => niceTicks(low, high, 6);

import { describe, expect, test } from "vitest";
import {
  nameAnchor,
  placeMarks,
  standsAlone,
  type TrendMark,
  type TrendPoint,
  timeTicks,
  trendDomain,
  trendRows,
} from "./trend";

const hour = 3_600_000;
const span = { from: 0, to: 24 * hour, stepMs: hour };
const point = (at: number, value = 0.9, more: Partial<TrendPoint> = {}): TrendPoint => ({
  at: at * hour,
  n: 100,
  value,
  low: value - 0.05,
  high: value + 0.05,
  ...more,
});
const mark = (at: number): TrendMark => ({ at: at * hour, kind: "release", title: "v2 released", note: "10:00, Mara" });

describe("the rows of a trend", () => {
  test("there is one for every step, and none where a step has no score", () => {
    const rows = trendRows([{ points: [point(0), point(2)] }], span, [0, 1]);
    expect(rows).toHaveLength(24);
    expect(rows[0]).toMatchObject({ at: hour / 2, v0: 0.9 });
    expect(rows[1]).toEqual({ at: 1.5 * hour, v0: null, b0: null });
    expect([0, 1, 2].map((index) => standsAlone(rows, 0, index))).toEqual([true, false, true]);
  });

  test("bands end at the edge of the axis", () => {
    const [row] = trendRows([{ points: [point(0, 0.9, { low: 0.1, high: 1.4 })] }], span, [0.5, 1]);
    expect(row?.b0).toEqual([0.5, 1]);
  });
});

describe("the axis of a trend", () => {
  test("it holds lines and limits, and stays where shares lie", () => {
    const [low, high] = trendDomain([{ points: [point(0, 0.97)] }], [{ value: 0.8 }], [0, 1]);
    expect(low).toBeLessThan(0.8);
    expect(high).toBe(1);
  });

  test("the interval of a handful of scores does not flatten the rest", () => {
    const few = point(1, 0.9, { n: 3, low: 0.2, high: 1 });
    expect(trendDomain([{ points: [point(0), few] }], [])[0]).toBeGreaterThan(0.8);
  });

  test("without anything to show there is an axis still", () => {
    expect(trendDomain([], [], [0, 1])).toEqual([0, 1]);
  });
});

describe("words beside lines and marks", () => {
  test("a line is named at the middle of its longest unbroken part", () => {
    const points = [point(0), point(1), point(5), point(6), point(7), point(8), point(9)];
    expect(nameAnchor(points, hour)?.at).toBe(7 * hour);
    expect(nameAnchor([], hour)).toBeNull();
  });

  test("two marks that are near each other speak to different sides", () => {
    const placed = placeMarks([mark(16), mark(18)], span, 720, 120);
    expect(placed.map(({ side, hasLabel }) => [side, hasLabel])).toEqual([
      ["left", true],
      ["right", true],
    ]);
  });

  test("where there is no room the newest mark has its words, the others their sign alone", () => {
    const placed = placeMarks([mark(10), mark(10.2), mark(10.4)], span, 720, 120);
    expect(placed.map(({ hasLabel }) => hasLabel)).toEqual([true, false, true]);
  });

  test("what lies outside of the span is left out", () => {
    expect(placeMarks([mark(-1), mark(25)], span, 720, 120)).toEqual([]);
  });
});

test("ticks stand at full hours of the clock on the wall", () => {
  expect(timeTicks(span, 6, 0).map((at) => at / hour)).toEqual([0, 4, 8, 12, 16, 20, 24]);
  const ticks = timeTicks(span, 6, 1.5 * hour);
  expect(ticks.every((at) => ((at + 1.5 * hour) / hour) % 4 === 0)).toBe(true);
});

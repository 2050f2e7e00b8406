import { describe, expect, test } from "vitest";
import { isHollow, rollingMeans, type TrendPoint, timeTicks, trendDomain, trendRows } from "./trend";

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

describe("the rows of a trend", () => {
  test("exist for every step, without a value if a step has no score", () => {
    const rows = trendRows([{ points: [point(0), point(2)] }], span, [0, 1], span.to);
    expect(rows).toHaveLength(24);
    expect(rows[0]).toMatchObject({ at: hour / 2, v0: 0.9 });
    expect(rows[1]).toEqual({ at: 1.5 * hour, step: hour, v0: null, r0: null, s0: null, h0: null, b0: null });
  });

  test("bands end at the edge of the axis", () => {
    const [row] = trendRows([{ points: [point(0, 0.9, { low: 0.1, high: 1.4 })] }], span, [0.5, 1], span.to);
    expect(row?.b0).toEqual([0.5, 1]);
  });

  test("a step that is not over, or has few scores, is hollow with a separate line", () => {
    const points = [point(0), point(1), point(2, 1, { n: 1 })];
    const rows = trendRows([{ points }], span, [0, 1], 3 * hour).slice(0, 3);
    expect(rows.map(({ s0 }) => s0)).toEqual([0.9, 0.9, null]);
    expect(rows.map(({ h0 }) => h0)).toEqual([null, 0.9, 1]);
    expect(isHollow(point(1), hour, 2 * hour)).toBe(false);
    expect(isHollow(point(1), hour, 2 * hour - 1)).toBe(true);
  });

  test("one score among hundreds hardly changes the rolling mean; a gap longer than three steps restarts it", () => {
    const points = [point(0, 0.8), point(1, 0.8), point(2, 1, { n: 1 }), point(9, 0.5)];
    const means = rollingMeans(points, hour);
    expect(means[2]).toBeCloseTo(0.801, 3);
    expect(means[3]).toBe(0.5);
  });
});

describe("the axis of a trend", () => {
  test("contains lines and limits, within the range of shares", () => {
    const [low, high] = trendDomain([{ points: [point(0, 0.97)] }], [{ value: 0.8 }], [0, 1]);
    expect(low).toBeLessThan(0.8);
    expect(high).toBe(1);
  });

  test("the interval of a few scores does not flatten the rest", () => {
    const few = point(1, 0.9, { n: 3, low: 0.2, high: 1 });
    expect(trendDomain([{ points: [point(0), few] }], [])[0]).toBeGreaterThan(0.8);
  });

  test("exists without data", () => {
    expect(trendDomain([], [], [0, 1])).toEqual([0, 1]);
  });
});

test("ticks are at full hours in local time", () => {
  expect(timeTicks(span, 6, 0).map((at) => at / hour)).toEqual([0, 4, 8, 12, 16, 20, 24]);
  const ticks = timeTicks(span, 6, 1.5 * hour);
  expect(ticks.every((at) => ((at + 1.5 * hour) / hour) % 4 === 0)).toBe(true);
});

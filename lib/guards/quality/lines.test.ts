import { describe, expect, test } from "vitest";
import type { LiveHour } from "@/lib/evaluation/online/queries/hours";
import { toQualityCsv } from "./csv";
import { toLines } from "./lines";
import { fittingSpan, rangeSince, spanOf } from "./range";

const now = Date.parse("2026-11-12T14:20:00Z");
const hour = (at: string, more: Partial<LiveHour> = {}): LiveHour => ({
  metric: "scorer:good",
  series: "v1",
  label: "Good answers v1",
  version: 11,
  hour: `2026-11-12T${at}:00:00.000Z`,
  n: 100,
  passed: 90,
  invalid: 0,
  mean: 0.83,
  sd: 0.1,
  ...more,
});

describe("the span of a chart", () => {
  test("ends with the current hour, part of a day or day, in 24 to 30 steps", () => {
    for (const [range, steps] of [
      ["24h", 24],
      ["7d", 28],
      ["30d", 30],
    ] as const) {
      const { from, to, stepMs } = spanOf(range, now);
      expect((to - from) / stepMs).toBe(steps);
      expect(to).toBeGreaterThan(now);
      expect(to - stepMs).toBeLessThanOrEqual(now);
    }
    expect(new Date(spanOf("24h", now).to).toISOString()).toBe("2026-11-12T15:00:00.000Z");
    expect(new Date(spanOf("30d", now).to).toISOString()).toBe("2026-11-13T00:00:00.000Z");
  });
});

describe("the step of a chart", () => {
  const counted = (n: number) =>
    Array.from({ length: 15 }, (_, at) => hour(String(at).padStart(2, "0"), { n, version: at < 12 ? 11 : 12 }));
  const stepOf = (n: number) => fittingSpan("24h", counted(n), now).stepMs / 3_600_000;

  test("is the smallest with about 100 scores per point, and the largest if there are too few", () => {
    expect([400, 100, 60, 40, 26, 5].map(stepOf)).toEqual([1, 1, 2, 3, 4, 6]);
    expect(fittingSpan("24h", [], now)).toEqual(spanOf("24h", now));
  });

  test("a larger step contains the whole range and the running step", () => {
    for (const [range, hours] of [
      ["24h", 24],
      ["7d", 168],
      ["30d", 720],
    ] as const) {
      const { from, to, stepMs } = fittingSpan(range, counted(1), now);
      const since = now - hours * 3_600_000;
      expect(stepMs).toBeGreaterThan(spanOf(range, now).stepMs);
      expect([from <= since, from > since - stepMs, from % stepMs]).toEqual([true, true, 0]);
      expect(to).toBeGreaterThan(now);
      expect(to - stepMs).toBeLessThanOrEqual(now);
    }
  });
});

test("shows the time since the event if no range is chosen", () => {
  const ago = (hours: number) => new Date(now - hours * 3_600_000).toISOString();
  expect([null, ago(3), ago(50), ago(400), ago(2_000)].map((at) => rangeSince(at, now))).toEqual([
    "24h",
    "24h",
    "7d",
    "30d",
    "30d",
  ]);
});

describe("lines of hours", () => {
  const day = spanOf("24h", now);

  test("each version and series has its own line", () => {
    const lines = toLines(
      [hour("10"), hour("11", { version: 12 }), hour("12", { series: "v2" }), hour("13")],
      "rate",
      day,
    );
    expect(lines.map(({ version, series, points }) => [version, series, points.length])).toEqual([
      [11, "v1", 2],
      [12, "v1", 1],
      [11, "v2", 1],
    ]);
  });

  test("an hour without a score has no point", () => {
    const [line] = toLines(
      [hour("10"), hour("11", { n: 0, passed: 0, mean: null, sd: null, invalid: 4 }), hour("12")],
      "rate",
      day,
    );
    expect(line?.points.map(({ at }) => at.slice(11, 13))).toEqual(["10", "12"]);
    expect(line).toMatchObject({ n: 200, invalid: 4 });
  });

  test("a rate has Wilson's interval, which has a width at 100 % too", () => {
    const [line] = toLines([hour("10"), hour("11", { passed: 100 })], "rate", day);
    expect(line?.points[0]).toMatchObject({ value: 0.9 });
    expect(line?.points[0]?.low).toBeCloseTo(0.8256, 4);
    expect(line?.points[0]?.high).toBeCloseTo(0.9448, 4);
    expect(line?.points[1]).toMatchObject({ value: 1 });
    expect(line?.points[1]?.high).toBeCloseTo(1, 9);
    expect(line?.points[1]?.low).toBeCloseTo(0.963, 3);
    expect(line?.value).toBe(0.95);
  });

  test("the hours of one step are pooled", () => {
    const week = spanOf("7d", now);
    const values = { "06": [1, 2, 3], "07": [10, 20] };
    const rows = Object.entries(values).map(([at, all]) => {
      const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
      const sd = Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (all.length - 1));
      return hour(at, { n: all.length, passed: 0, mean, sd });
    });
    const [point] = toLines(rows, "mean", week)[0]?.points ?? [];
    expect(point).toMatchObject({ n: 5, value: 7.2 });
    const all = [1, 2, 3, 10, 20];
    const sd = Math.sqrt(all.reduce((sum, value) => sum + (value - 7.2) ** 2, 0) / 4);
    expect(point?.high).toBeCloseTo(7.2 + (1.959964 * sd) / Math.sqrt(5), 5);
  });

  test("one value has no interval, and hours outside of the span are left out", () => {
    const [line] = toLines([hour("10", { n: 1, mean: 3, sd: null })], "mean", day);
    expect(line?.points).toEqual([{ at: "2026-11-12T10:00:00.000Z", n: 1, value: 3, low: null, high: null }]);
    expect(toLines([{ ...hour("10"), hour: "2026-11-10T10:00:00.000Z" }], "rate", day)).toEqual([]);
  });
});

test("the CSV has a line per point, oldest first, and no cell that a spreadsheet executes", () => {
  const point = (at: string) => ({ at, n: 10, value: 0.9, low: null, high: 1 });
  const line = { label: "", n: 20, invalid: 0, value: 0.9 };
  const csv = toQualityCsv("scorer:good", [
    { ...line, version: 12, series: "=cmd()", points: [point("2026-11-12T11:00:00.000Z")] },
    { ...line, version: 11, series: "v1", points: [point("2026-11-12T10:00:00.000Z")] },
  ]);
  expect(csv.split("\r\n")).toEqual([
    "from,version,series,metric,value,low,high,scores",
    "2026-11-12T10:00:00.000Z,11,v1,scorer:good,0.9,,1,10",
    '2026-11-12T11:00:00.000Z,12,"\'=cmd()",scorer:good,0.9,,1,10',
    "",
  ]);
});

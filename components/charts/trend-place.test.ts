import { describe, expect, test } from "vitest";
import type { TrendMark } from "./trend";
import { placeMarks, placeNames } from "./trend-place";

const hour = 3_600_000;
const span = { from: 0, to: 24 * hour, stepMs: hour };
const room = { plot: 720, before: 44, after: 72, widthOf: () => ({ title: 120, all: 120 }) };
const mark = (at: number): TrendMark => ({ at: at * hour, kind: "release", title: "v2 released", note: "10:00, Mara" });

const level = (y: number) => [
  { x: 60, y },
  { x: 600, y },
];

describe("labels of lines and marks", () => {
  const line = { beginsAt: 60, endsAt: 600, y: 100, width: 80, isBad: false };

  test("a name ends at the end of its line, above it; next to it if the line is bad or short", () => {
    expect(placeNames([line], 52)).toEqual([{ x: 604, y: 87, isStart: false }]);
    expect(placeNames([{ ...line, isBad: true }], 52)).toEqual([{ x: 590, y: 100, isStart: false }]);
    expect(placeNames([{ ...line, endsAt: 70 }], 52)).toEqual([{ x: 78, y: 100, isStart: true }]);
  });

  test("overlapping names move apart, others keep their place", () => {
    const [a, b, c] = placeNames([line, { ...line, y: 102 }, { ...line, endsAt: 300 }], 52);
    expect((b?.y ?? 0) - (a?.y ?? 0)).toBe(16);
    expect(c?.y).toBe(87);
  });

  test("no name covers a line: it is above or below others, within the edge", () => {
    const edge = { top: 40, bottom: 300, right: 640 };
    const own = [
      { x: 60, y: 80 },
      { x: 600, y: 100 },
    ];
    const other = [
      { x: 60, y: 80 },
      { x: 600, y: 80 },
    ];
    const [name] = placeNames([line], 52, { paths: [own, other], walls: [], edge });
    expect(name?.y).toBe(70);
    const [high] = placeNames([line], 52, { paths: [own], walls: [], edge });
    expect(high?.y).toBeLessThan(90);
    const [a, b] = placeNames([line, { ...line, y: 102 }], 52, { paths: [own, other], walls: [], edge });
    expect(Math.abs((b?.y ?? 0) - (a?.y ?? 0))).toBeGreaterThanOrEqual(16);
  });

  test("a name stays at its value if the next free height is far away", () => {
    const around = {
      paths: [40, 55, 70, 85, 100, 115, 130].map(level),
      walls: [],
      edge: { top: 0, bottom: 300, right: 640 },
    };
    expect(placeNames([line], 52, around)).toMatchObject([{ y: 87 }]);
  });

  test("a name is on the nearer side of a mark's line, or stays if neither side has room", () => {
    const around = (walls: number[], right = 640) => ({ paths: [], walls, edge: { top: 40, bottom: 300, right } });
    expect(placeNames([line], 52, around([590]))).toMatchObject([{ x: 585 }]);
    expect(placeNames([line], 52, around([540]))).toMatchObject([{ x: 625 }]);
    expect(placeNames([line], 52, around([540], 610))).toMatchObject([{ x: 535 }]);
    expect(placeNames([line], 500, around([590], 610))).toMatchObject([{ x: 585 }]);
    expect(placeNames([line], 505, around([560], 610))).toMatchObject([{ x: 604 }]);
    expect(placeNames([line], 52, around([400]))).toMatchObject([{ x: 604 }]);
  });

  test("two close marks have labels on different sides", () => {
    const placed = placeMarks([mark(16), mark(18)], span, room);
    expect(placed.map(({ side, words }) => [side, words])).toEqual([
      ["left", "all"],
      ["right", "all"],
    ]);
  });

  test("without room the newest mark has its label, others only their sign", () => {
    const placed = placeMarks([mark(10), mark(10.2), mark(10.4)], span, room);
    expect(placed.map(({ words }) => words)).toEqual(["all", "none", "all"]);
  });

  test("labels of any length stay within the chart; only the title is shown without room", () => {
    const narrow = { ...room, plot: 290, before: 50, after: 16, widthOf: () => ({ title: 90, all: 260 }) };
    expect(placeMarks([mark(23)], span, narrow)).toMatchObject([{ side: "left", words: "all" }]);
    expect(placeMarks([mark(3), mark(18)], span, narrow)).toMatchObject([
      { side: "right", words: "title" },
      { side: "left", words: "title" },
    ]);
    expect(placeMarks([mark(12)], span, { ...narrow, widthOf: () => ({ title: 250, all: 260 }) })).toMatchObject([
      { words: "none" },
    ]);
  });

  test("values outside of the span are omitted", () => {
    expect(placeMarks([mark(-1), mark(25)], span, room)).toEqual([]);
  });
});

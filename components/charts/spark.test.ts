import { expect, test } from "vitest";
import { drawSpark } from "./spark";

const box = { width: 88, height: 22, edge: 3 };
const draw = (values: (number | null)[], isOpen = false) => drawSpark(values, 0.1, isOpen, box);

test("nothing is drawn without a value", () => {
  expect(draw([null, null])).toBeNull();
});

test("every line spans the same days, also if values start late", () => {
  expect(draw([0.5, 0.6, 0.7])?.lead).toBeNull();
  expect(draw([null, 0.6, 0.7])?.lead).toMatchObject({ from: 3, to: 44 });
  expect(draw([null, 0.6, 0.7])?.end.x).toBe(85);
});

test("a gap is not bridged, and a day between gaps is a dot", () => {
  const spark = draw([0.5, null, 0.6, null, 0.7, 0.7]);
  expect(spark?.path.match(/[ML]/g)?.join("")).toBe("MMML");
  expect(spark?.alone).toHaveLength(2);
});

test("an incomplete last day is drawn separately and moves no other day", () => {
  const settled = draw([0.86, 0.87, 0.72]);
  const open = draw([0.86, 0.87, 0.72, 1], true);
  expect(open?.openPath).toMatch(/^M.*L/);
  expect(open?.path.match(/[ML]/g)?.join("")).toBe("MLL");
  const heights = (path = "") => [...path.matchAll(/ ([\d.]+)/g)].map(([, y]) => y);
  expect(heights(open?.path)).toEqual(heights(settled?.path));
  expect(open?.end.y).toBeGreaterThanOrEqual(3);
});

test("small changes look small", () => {
  const spark = draw([0.99, 0.991]);
  const [, from, to] = /M\S+ ([\d.]+)L\S+ ([\d.]+)/.exec(spark?.path ?? "") ?? [];
  expect(Math.abs(Number(from) - Number(to))).toBeLessThan(1);
});

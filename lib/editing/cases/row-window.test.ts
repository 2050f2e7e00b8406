import { expect, test } from "vitest";
import { rowWindow } from "./row-window";

const places = (view: Parameters<typeof rowWindow>[0]) => {
  const { rows, after } = rowWindow(view);
  return [rows.map(({ row }) => row), rows.filter(({ gap }) => gap > 0), after];
};
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

test("the rows in view are rendered, with some around them", () => {
  expect(places({ first: 0, shown: 10, count: 5, kept: 0 })).toEqual([range(0, 5), [], 0]);
  expect(places({ first: 0, shown: 10, count: 100, kept: 0 })).toEqual([range(0, 18), [], 82]);
  expect(places({ first: 0, shown: 10, count: 0, kept: 0 })).toEqual([[], [], 0]);
});

test("the row with the focus stays; the rows between keep their space", () => {
  expect(places({ first: 50, shown: 10, count: 100, kept: 2 })).toEqual([
    [2, ...range(42, 68)],
    [
      { row: 2, gap: 2 },
      { row: 42, gap: 39 },
    ],
    32,
  ]);
  expect(places({ first: 0, shown: 10, count: 100, kept: 99 })).toEqual([
    [...range(0, 18), 99],
    [{ row: 99, gap: 81 }],
    0,
  ]);
});

test("a view below the last row, as after a removal, shows the last rows", () => {
  expect(places({ first: 90, shown: 10, count: 20, kept: 95 })).toEqual([range(2, 20), [{ row: 2, gap: 2 }], 0]);
});

test("all rows and gaps together are as many as there are rows", () => {
  for (const first of [0, 3, 40, 95])
    for (const kept of [0, 39, 99]) {
      const { rows, after } = rowWindow({ first, shown: 7, count: 100, kept });
      expect(rows.length + rows.reduce((sum, { gap }) => sum + gap, 0) + after).toBe(100);
    }
});

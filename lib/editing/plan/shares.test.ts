import fc from "fast-check";
import { expect, test } from "vitest";
import { equally, withOneMore, withoutOne, withShare } from "./shares";

test("a candidate's share is taken from the control", () => {
  expect(withShare([90, 10], 1, 25)).toEqual([75, 25]);
  expect(withShare([80, 10, 10], 2, 30)).toEqual([60, 10, 30]);
  expect(withShare([90, 10], 0, 50)).toEqual([50, 50]);
  expect(withShare([80, 15, 5], 0, 60)).toEqual([60, 30, 10]);
});

test("variants can be added and removed", () => {
  expect(withOneMore([90, 10])).toEqual([80, 10, 10]);
  expect(withOneMore([50, 50])).toEqual([34, 33, 33]);
  expect(withoutOne([80, 10, 10], 1)).toEqual([90, 10]);
  expect(equally(3)).toEqual([34, 33, 33]);
});

test("shares add up to 100 % for any input", () => {
  const start = fc.integer({ min: 2, max: 10 }).map(equally);
  const typed = fc.oneof(fc.integer({ min: -50, max: 200 }), fc.double(), fc.constant(Number.NaN));
  fc.assert(
    fc.property(start, fc.array(fc.tuple(fc.nat(9), typed), { maxLength: 8 }), (shares, edits) => {
      const end = edits.reduce((now, [index, share]) => withShare(now, index % now.length, share), shares);
      expect(end.reduce((a, b) => a + b)).toBe(100);
      expect(Math.min(...end)).toBeGreaterThanOrEqual(1);
    }),
  );
});

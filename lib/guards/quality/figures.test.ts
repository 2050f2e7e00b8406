import { expect, test } from "vitest";
import { isEndOpen } from "./figures";

const trend = (...counts: number[]) => counts.map((n) => ({ n }));

test("the last day of a trend is open while it has few of the usual scores of a day", () => {
  expect(isEndOpen(trend(200, 220, 210, 4))).toBe(true);
  expect(isEndOpen(trend(200, 220, 210, 4, 0))).toBe(true);
  expect(isEndOpen(trend(200, 220, 210, 180))).toBe(false);
  expect(isEndOpen(trend(3, 4, 3))).toBe(false);
  expect(isEndOpen(trend(3))).toBe(false);
  expect(isEndOpen([])).toBe(false);
});

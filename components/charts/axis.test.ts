import { describe, expect, test } from "vitest";
import { niceRange, niceTicks, place } from "./axis";

describe("axes", () => {
  test("an interval is placed around the middle", () => {
    expect(place({ low: 0.05, high: 0.1, at: 0.075, range: 0.2 })).toEqual({
      ...{ left: 62.5, right: 75, dot: 68.75, leavesLeft: false, leavesRight: false },
    });
  });

  test("what leaves the axis is cut off and said", () => {
    expect(place({ low: null, high: 0.3, at: 0.25, range: 0.2 })).toEqual({
      ...{ left: 0, right: 100, dot: null, leavesLeft: true, leavesRight: true },
    });
  });

  test("ranges are round and hold what they are to hold", () => {
    expect(niceRange([0.03, -0.17])).toBe(0.2);
    expect(niceRange([5], 0.5)).toBe(0.5);
    expect(niceRange([])).toBe(0.05);
  });

  test("ticks are round numbers within", () => {
    expect(niceTicks(-9, 13, 6)).toEqual([-5, 0, 5, 10]);
    expect(niceTicks(-0.09, 0.13, 6)).toEqual([-0.05, 0, 0.05, 0.1]);
    expect(niceTicks(1, 1)).toEqual([1]);
  });
});

import { describe, expect, test } from "vitest";
import { apart, countAxis, niceRange, niceTicks, place } from "./axis";

describe("axes", () => {
  test("an interval is placed around the middle", () => {
    expect(place({ low: 0.05, high: 0.1, at: 0.075, range: 0.2 })).toEqual({
      left: 62.5,
      right: 75,
      dot: 68.75,
      leavesLeft: false,
      leavesRight: false,
    });
  });

  test("values outside of the axis are cut off and marked", () => {
    expect(place({ low: null, high: 0.3, at: 0.25, range: 0.2 })).toEqual({
      left: 0,
      right: 100,
      dot: null,
      leavesLeft: true,
      leavesRight: true,
    });
  });

  test("ranges are round and contain their values", () => {
    expect(niceRange([0.03, -0.17])).toBe(0.2);
    expect(niceRange([5], 0.5)).toBe(0.5);
    expect(niceRange([])).toBe(0.05);
  });

  test("ticks are round numbers within the range", () => {
    expect(niceTicks(-9, 13, 6)).toEqual([-5, 0, 5, 10]);
    expect(niceTicks(-0.09, 0.13, 6)).toEqual([-0.05, 0, 0.05, 0.1]);
    expect(niceTicks(1, 1)).toEqual([1]);
  });
});

describe("axes of counts", () => {
  test.each([
    [17, 4, [0, 5, 10, 15, 20]],
    [10, 4, [0, 5, 10]],
    [1, 4, [0, 1]],
    [3, 4, [0, 1, 2, 3]],
    [26, 5, [0, 10, 20, 30]],
    [137, 4, [0, 50, 100, 150]],
    [0, 4, [0, 1]],
  ])("%d in at most %d steps: the top has a label, and none is a fraction", (highest, most, ticks) => {
    expect(countAxis(highest, most)).toEqual(ticks);
  });
});

describe("labels at the ends of lines", () => {
  test("keep their place if there is room, else move apart around their middle, in their order", () => {
    expect(apart([10, 90], 16)).toEqual([10, 90]);
    expect(apart([50, 50], 16)).toEqual([42, 58]);
    expect(apart([60, 50, 100], 16)).toEqual([63, 47, 100]);
    const crowded = apart([50, 52, 54, 56], 16);
    expect(crowded.map((place) => place - (crowded[0] ?? 0))).toEqual([0, 16, 32, 48]);
    expect(apart([], 16)).toEqual([]);
  });
});

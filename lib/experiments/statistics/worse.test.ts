import { expect, it } from "vitest";
import { pastLineMean, pastLineProportion } from "./worse";

it("a rate past a line is tested by the exact binomial tail", () => {
  const below = (successes: number, line: number) =>
    pastLineProportion({ successes, total: 10 }, { worse: "lower", line }).p;
  const above = (successes: number, line: number) =>
    pastLineProportion({ successes, total: 10 }, { worse: "higher", line }).p;
  expect(below(2, 0.5)).toBeCloseTo(56 / 1024, 12);
  expect(above(8, 0.5)).toBeCloseTo(56 / 1024, 12);
  expect(above(1, 0.1)).toBeCloseTo(1 - 0.9 ** 10, 12);
  expect([below(10, 0.5), above(0, 0.5)]).toEqual([1, 1]);
  // A line outside the range of a rate is crossed either by all values or by none.
  expect([below(9, 2), below(0, -1), above(1, -1), above(10, 2)]).toEqual([0, 1, 0, 1]);
  expect(pastLineProportion({ successes: 0, total: 0 }, { worse: "lower", line: 0.5 }).p).toBe(1);
});

it("a mean past a line is tested by Student's t, on its worse side", () => {
  // t = 2.228 with 10 degrees of freedom: 2.5 % in one tail.
  const sd = Math.sqrt(11);
  expect(pastLineMean({ n: 11, mean: 2.228139, sd }, { worse: "higher", line: 0 }).p).toBeCloseTo(0.025, 6);
  expect(pastLineMean({ n: 11, mean: 2.228139, sd }, { worse: "lower", line: 0 }).p).toBeCloseTo(0.975, 6);
  expect(pastLineMean({ n: 400, mean: 3, sd: 0 }, { worse: "higher", line: 2 }).p).toBe(0);
  expect(pastLineMean({ n: 400, mean: 2, sd: 0 }, { worse: "higher", line: 2 }).p).toBe(1);
  expect(pastLineMean({ n: 1, mean: 9, sd: 1 }, { worse: "higher", line: 2 }).p).toBe(1);
});

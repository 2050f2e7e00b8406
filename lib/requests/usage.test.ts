import { describe, expect, test } from "vitest";
import { changeOf, compareVersions, forecastMonth } from "./usage";

const days = (costs: number[], first = 1) =>
  costs.map((costUsd, index) => ({ day: `2026-11-${String(first + index).padStart(2, "0")}`, costUsd }));

describe("forecastMonth", () => {
  test("continues the last seven days", () => {
    const steady = forecastMonth(days(Array.from({ length: 15 }, () => 10)), new Date("2026-11-16T00:00:00Z"));
    expect(steady).toEqual({ soFarUsd: 150, byEndUsd: 300, lowUsd: 300, highUsd: 300 });
  });

  test("has a range by the spread of the days, never below the spending", () => {
    const found = forecastMonth(days([10, 0, 30, 0, 20, 0, 50, 0, 40]), new Date("2026-11-10T00:00:00Z"));
    expect(found?.soFarUsd).toBe(150);
    expect(found?.lowUsd).toBeGreaterThanOrEqual(150);
    expect(found?.highUsd).toBeGreaterThan(found?.byEndUsd ?? 0);
  });

  test("excludes today, and has no forecast from two days", () => {
    expect(forecastMonth(days([10, 10]), new Date("2026-11-03T12:00:00Z"))).toBeNull();
    const found = forecastMonth(days([10, 10, 10, 1]), new Date("2026-11-04T00:00:00Z"));
    expect(found?.byEndUsd).toBeCloseTo(31 + 27 * 10, 5);
  });

  test("counts a day without costs as 0, in the previous month, too", () => {
    const weekly = [
      { day: "2026-10-20", costUsd: 7 },
      { day: "2026-10-27", costUsd: 7 },
    ];
    expect(forecastMonth(weekly, new Date("2026-11-01T00:00:00Z"))).toMatchObject({ soFarUsd: 0, byEndUsd: 30 });
  });
});

test("changeOf needs an earlier value", () => {
  expect(changeOf(110, 100)).toBeCloseTo(0.1, 9);
  expect(changeOf(5, 0)).toBeNull();
});

describe("compareVersions", () => {
  const sums = (name: string, interactions: number, costUsd: number, completed: number) => ({
    name,
    interactions,
    costUsd,
    completed,
  });

  test("compares the newest two versions with enough answers, at the total number of answers", () => {
    const groups = [
      sums("support/reply v3", 5_000, 12, 4_000),
      sums("support/reply v2", 5_000, 10, 3_500),
      sums("support/reply v1", 100, 1, 10),
      sums("support/reply v4", 100, 9, 100),
      sums("a v1 v2", 400, 4, 0),
      sums("a v1 v1", 400, 4, 40),
      sums("alone v7", 9_000, 4, 40),
    ];
    const [reply, other, ...more] = compareVersions(groups, 10);
    expect(reply).toMatchObject({ prompt: "support/reply", version: 3, than: 2, answersPerDay: 1_020 });
    expect(reply?.costPerMonth).toBeCloseTo(0.0004 * 1_020 * 30, 9);
    expect(reply?.finishedPerDay).toBeCloseTo(0.1 * 1_020, 9);
    expect(other).toMatchObject({ prompt: "a v1", version: 2, than: 1, costPerMonth: 0, finishedPerDay: null });
    expect(more).toEqual([]);
  });
});

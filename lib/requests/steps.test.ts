import { describe, expect, test } from "vitest";
import { hourMs } from "@/lib/core/milliseconds";
import { barsOf, stepOf } from "./steps";

const from = new Date("2026-11-20T00:00:00Z");

describe("stepOf", () => {
  test.each([
    [hourMs, 60],
    [24 * hourMs, 3_600],
    [7 * 24 * hourMs, 10_800],
    [30 * 24 * hourMs, 43_200],
    [400 * 24 * hourMs, 604_800],
  ])("cuts %d ms into steps of %d s", (length, step) => {
    expect(stepOf(length)).toBe(step);
  });
});

describe("barsOf", () => {
  const to = new Date(from.getTime() + 4 * hourMs);

  test("has a bar for every step, also for those without anything", () => {
    const counts = [{ at: new Date(from.getTime() + 2.5 * hourMs), count: 7 }];
    const bars = barsOf(counts, { from, to, stepSeconds: 3_600 });
    expect(bars.map(({ count }) => count)).toEqual([0, 0, 7, 0]);
    expect(bars[2]?.at).toBe("2026-11-20T02:00:00.000Z");
  });

  test("includes rows at the limits", () => {
    const counts = [from.getTime() - 1_000, to.getTime()].map((at) => ({ at: new Date(at), count: 1 }));
    const bars = barsOf(counts, { from, to, stepSeconds: 3_600 });
    expect(bars.map(({ count }) => count)).toEqual([1, 0, 0, 1]);
  });
});

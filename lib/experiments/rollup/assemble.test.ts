import { expect, it } from "vitest";
import { ratioMetrics } from "../metrics";
import { assembleTotals } from "./assemble";
import { addNumbers, readSums, sumExpressions } from "./sums";

it("has as many names as numbers", () => {
  const numbers = sumExpressions("u").map((_, index) => index);
  const { users, ratios, spans } = readSums(numbers);
  expect(users).toBe(0);
  expect(ratios[ratioMetrics.at(-1) ?? "cost"].bv).toBe((spans[0]?.users ?? 0) - 1);
  expect(spans.at(-1)?.bv).toBe(numbers.at(-1));
});

it("adds up days, and keeps them apart beside", () => {
  const row = (variant: string, day: string, users: number) => ({ variant, day, sums: [users, users, 0, users * 2] });
  const rows = [row("b", "2026-11-02", 3), row("a", "2026-11-01", 1), row("b", "2026-11-01", 2)];
  const { arms, byExposureDay } = assembleTotals(rows, []);
  expect(arms.map(({ variant, users, interactions }) => [variant, users, interactions])).toEqual([
    ["a", 1, 2],
    ["b", 5, 10],
  ]);
  expect(arms[0]?.latencyMs).toBeNull();
  expect(byExposureDay.map(({ day, arms: own }) => [day, own.length])).toEqual([
    ["2026-11-01", 2],
    ["2026-11-02", 1],
  ]);
  expect(addNumbers([])).toEqual([]);
});

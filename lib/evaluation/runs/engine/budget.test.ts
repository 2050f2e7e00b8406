import { describe, expect, test } from "vitest";
import { createBudget } from "./budget";

describe("a budget", () => {
  test("includes the estimated cost of pending calls, and the actual cost", () => {
    const budget = createBudget(1, 0.5);
    expect([budget.reserve(0.3), budget.reserve(0.3)]).toEqual([true, false]);
    budget.settle(0.3, 0.1);
    expect(budget.reserve(0.3)).toBe(true);
    budget.settle(0.3, null);
    expect(budget.spentUsd).toBeCloseTo(0.6);
  });
  test("that is not set is never exhausted", () => {
    expect(createBudget(null, 1e9).reserve(1e9)).toBe(true);
    expect(createBudget(null, 0).reserve(null)).toBe(true);
  });
  test("cannot be enforced with an unknown price", () => {
    expect(createBudget(1, 0).reserve(null)).toBe(false);
  });
});

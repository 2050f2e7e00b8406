import { expect, test } from "vitest";
import { budgetInput, budgetStateOf } from "./budgets";

const forecast = (byEndUsd: number) => ({ soFarUsd: 0, byEndUsd, lowUsd: byEndUsd / 2, highUsd: byEndUsd * 2 });

test("a budget is exceeded once it is spent, and likely exceeded if the forecast is above it", () => {
  expect(budgetStateOf(50, 10, null)).toBe("within");
  expect(budgetStateOf(50, 10, forecast(50))).toBe("within");
  expect(budgetStateOf(50, 10, forecast(50.01))).toBe("likely_over");
  expect(budgetStateOf(50, 50, forecast(60))).toBe("over");
});

test.each([0, -1, Number.NaN, 2_000_000_000])("%s is not a valid budget", (amountUsd) => {
  expect(budgetInput.safeParse({ prompt: null, amountUsd }).success).toBe(false);
});

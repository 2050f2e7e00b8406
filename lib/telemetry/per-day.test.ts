import { expect, it } from "vitest";
import { formatPerDay } from "./per-day";

it("formats a daily mean with three digits", () => {
  expect([0.2, 0.6, 7.4, 999, 1_234, 41_187, 1_249_000].map(formatPerDay)).toEqual([
    "under 1",
    "1",
    "7",
    "999",
    "1,230",
    "41,200",
    "1,250,000",
  ]);
});

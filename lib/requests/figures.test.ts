import { expect, test } from "vitest";
import { costText, costWords, countText, durationText, largeText, tokensOf, unitCostText, usersText } from "./figures";

test("what was not reported is a dash", () => {
  expect([durationText(null), costText(null), countText(null)]).toEqual(["–", "–", "–"]);
});

test("a time is in the unit that reads best", () => {
  expect([412, 1_310, 2 * 3_600_000 + 5 * 60_000].map(durationText)).toEqual([
    "412\u00a0ms",
    "1.31\u00a0s",
    "2\u00a0h 5\u00a0min",
  ]);
});

test("large counts have three digits, and estimates say that they are", () => {
  expect([2_187, 1_570_000_000].map(largeText)).toEqual(["2,187", "1.57\u00a0B"]);
  expect([usersText(7, true), usersText(1_238, true), usersText(2_345_678, true)]).toEqual([
    "7",
    "≈\u00a01,240",
    "≈\u00a02.35\u00a0M",
  ]);
  expect([usersText(0, false), usersText(0, true)]).toEqual(["–", "0"]);
});

test("the costs of single answers have the same decimals in every row", () => {
  expect([0.00059, 0.0002, 0.02].map(unitCostText)).toEqual(["$0.00059", "$0.00020", "$0.020"]);
});

test("tokens are summed where at least one side is reported", () => {
  expect(tokensOf({ inputTokens: 10, outputTokens: null })).toBe(10);
  expect(tokensOf({ inputTokens: null, outputTokens: null })).toBeNull();
});

test("a cost is what was reported, or about the list price", () => {
  expect(costWords({ costUsd: 0.0006, pricedUsd: null })).toBe("$0.0006");
  expect(costWords({ costUsd: null, pricedUsd: 0.0006 }, unitCostText)).toBe("≈\u00a0$0.00060");
  expect(costWords({ costUsd: null, pricedUsd: null })).toBeNull();
});

import { expect, test } from "vitest";
import { costOf, listPriceOf } from "./list-prices";

const answer = { model: "gpt-4o", costUsd: null, inputTokens: 200, outputTokens: 100 };
const price = listPriceOf({ model: "gpt-4o", uncostedInput: 200, uncostedOutput: 100 });

test("answers cost what they report, and else the list price, as on the page Usage", () => {
  expect(price).toBeGreaterThan(0);
  expect(costOf([{ ...answer, costUsd: 0.5 }, answer, { ...answer, outputTokens: null, inputTokens: null }])).toEqual({
    costUsd: 0.5 + price,
    pricedUsd: price,
    unknown: 1,
  });
  const house = { ...answer, model: "house-model" };
  expect(costOf([{ ...answer, costUsd: 0.5 }, house, house])).toEqual({ costUsd: 0.5, pricedUsd: 0, unknown: 2 });
});

test("the cost of answers without a reported cost or a known price is not known", () => {
  expect(costOf([])).toBeNull();
  expect(
    costOf([
      { ...answer, model: "house-model" },
      { ...answer, model: null },
    ]),
  ).toBeNull();
  expect(costOf([{ ...answer, costUsd: 0 }])).toEqual({ costUsd: 0, pricedUsd: 0, unknown: 0 });
});

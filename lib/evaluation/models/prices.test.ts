import { expect, test } from "vitest";
import { costUsd, listPricedModels, priceOf } from "./prices";

test.each([
  ["openai", "gpt-4o-mini", { inputPerMillion: 0.15, outputPerMillion: 0.6 }],
  ["openai", "gpt-4o-mini-2024-07-18", { inputPerMillion: 0.15, outputPerMillion: 0.6 }],
  ["openai", "gpt-4o-2024-05-13", { inputPerMillion: 5, outputPerMillion: 15 }],
  ["anthropic", "claude-opus-4-1-20250805", { inputPerMillion: 15, outputPerMillion: 75 }],
  ["google", "gemini-2.5-flash", { inputPerMillion: 0.3, outputPerMillion: 2.5 }],
  ["offline", "understudy-offline", { inputPerMillion: 0, outputPerMillion: 0 }],
  ["openai", "gpt-99", null],
  ["openai", "gpt-4o-audio-preview", null],
  ["our-gateway", "gpt-4o", null],
  ["openai", "toString", null],
  ["toString", "gpt-4o", null],
])("%s %s", (provider, name, price) => {
  expect(priceOf(provider, name)).toEqual(price);
});

test("a cost needs a price and both counts", () => {
  const model = { provider: "openai", name: "gpt-4o" };
  expect(costUsd(model, { inputTokens: 1_000_000, outputTokens: 100_000 })).toBeCloseTo(3.5);
  expect(costUsd(model, { inputTokens: null, outputTokens: 1 })).toBeNull();
  expect(costUsd({ provider: "openai", name: "gpt-99" }, { inputTokens: 1, outputTokens: 1 })).toBeNull();
  expect(listPricedModels("openai")).toContain("gpt-4o");
  expect(listPricedModels("nobody")).toEqual([]);
});

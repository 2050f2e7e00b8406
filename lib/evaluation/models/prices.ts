import type { ModelRef } from "@/lib/template/content";
import type { ModelPrice } from "./types";

/** The date of the prices below. Prices may have changed since. */
export const pricesKnownOn = "30\u00a0November 2025";

type Price = readonly [number, number];
/** List prices in US dollars per million tokens, without caching or batch discounts: [input, output]. */
const listPrices: Record<string, Record<string, Price>> = {
  openai: {
    "gpt-5.1": [1.25, 10],
    "gpt-5": [1.25, 10],
    "gpt-5-mini": [0.25, 2],
    "gpt-5-nano": [0.05, 0.4],
    "gpt-4.1": [2, 8],
    "gpt-4.1-mini": [0.4, 1.6],
    "gpt-4.1-nano": [0.1, 0.4],
    "gpt-4o": [2.5, 10],
    "gpt-4o-mini": [0.15, 0.6],
    o3: [2, 8],
    "o4-mini": [1.1, 4.4],
  },
  anthropic: {
    "claude-opus-4-5": [5, 25],
    "claude-sonnet-4-5": [3, 15],
    "claude-haiku-4-5": [1, 5],
    "claude-opus-4-1": [15, 75],
    "claude-opus-4-0": [15, 75],
    "claude-sonnet-4-0": [3, 15],
    "claude-opus-4": [15, 75],
    "claude-sonnet-4": [3, 15],
    "claude-3-7-sonnet": [3, 15],
    "claude-3-5-haiku": [0.8, 4],
  },
  google: {
    "gemini-2.5-flash": [0.3, 2.5],
    "gemini-2.5-flash-lite": [0.1, 0.4],
    "gemini-2.0-flash": [0.1, 0.4],
    "gemini-2.0-flash-lite": [0.075, 0.3],
  },
};

// Dated snapshots have the price of their family: gpt-4o-2024-11-20, claude-opus-4-1-20250805, …-latest.
const snapshot = /-(\d{4}-\d{2}-\d{2}|\d{8}|latest)$/;
// The only snapshot with another price: twice that of its family.
const otherwise: Record<string, Record<string, Price>> = { openai: { "gpt-4o-2024-05-13": [5, 15] } };

const find = (prices: Record<string, Record<string, Price>>, provider: string, name: string): Price | undefined => {
  const own = Object.hasOwn(prices, provider) ? prices[provider] : undefined;
  return own && Object.hasOwn(own, name) ? own[name] : undefined;
};

/** The list price of a model of "openai", "anthropic" or "google". Null if unknown. */
export function priceOf(provider: string, name: string): ModelPrice | null {
  if (provider === "offline") return { inputPerMillion: 0, outputPerMillion: 0 };
  const price = find(otherwise, provider, name) ?? find(listPrices, provider, name.replace(snapshot, ""));
  return price ? { inputPerMillion: price[0], outputPerMillion: price[1] } : null;
}

/** The models of a provider with a known price. */
export function listPricedModels(provider: string): string[] {
  return Object.hasOwn(listPrices, provider) ? Object.keys(listPrices[provider] ?? {}) : [];
}

type Usage = { inputTokens: number | null; outputTokens: number | null };

/** The cost of a call in US dollars by list price. Null if the price or the token counts are unknown. */
export function costUsd(model: ModelRef, { inputTokens, outputTokens }: Usage) {
  const price = priceOf(model.provider, model.name);
  if (!price || inputTokens === null || outputTokens === null) return null;
  return (inputTokens * price.inputPerMillion + outputTokens * price.outputPerMillion) / 1_000_000;
}

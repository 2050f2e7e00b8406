import { z } from "zod";
import { priceOf } from "@/lib/evaluation/models/prices";

/** Tokens of one model without a reported cost. */
export type UncostedTokens = { model: string; uncostedInput: number; uncostedOutput: number };

const providers = ["openai", "anthropic", "google"];

/** Returns their cost in US dollars by the model's list price, or 0 without a known price. Pure. */
export function listPriceOf({ model, uncostedInput, uncostedOutput }: UncostedTokens): number {
  if (uncostedInput + uncostedOutput === 0) return 0;
  const price = providers.map((provider) => priceOf(provider, model)).find((found) => found !== null);
  return price ? (uncostedInput * price.inputPerMillion + uncostedOutput * price.outputPerMillion) / 1_000_000 : 0;
}

/** Returns how many of the tokens without a reported cost have no known price. Pure. */
export const unpricedTokensOf = (tokens: UncostedTokens): number =>
  listPriceOf({ model: tokens.model, uncostedInput: 1, uncostedOutput: 1 }) === 0
    ? tokens.uncostedInput + tokens.uncostedOutput
    : 0;

/** Returns the list prices per token of the models that have one. Pure. */
export function tokenPricesOf(models: readonly string[]): { model: string; input: number; output: number }[] {
  const prices = models.map((model) => ({
    model,
    input: listPriceOf({ model, uncostedInput: 1, uncostedOutput: 0 }),
    output: listPriceOf({ model, uncostedInput: 0, uncostedOutput: 1 }),
  }));
  return prices.filter(({ input, output }) => input + output > 0);
}

type Costed = Record<"costUsd" | "inputTokens" | "outputTokens", number | null> & { model: string | null };

export type KnownCost = {
  costUsd: number;
  /** The part of it that was not reported: the list price. */
  pricedUsd: number;
  /** How many answers it lacks: neither a cost nor a price is known. */
  unknown: number;
};

/** Returns the cost of answers; null if nothing is known. Pure. */
export function costOf(answers: readonly Costed[]): KnownCost | null {
  const prices = answers
    .filter(({ costUsd }) => costUsd === null)
    .map(({ model, inputTokens, outputTokens }) =>
      listPriceOf({ model: model ?? "", uncostedInput: inputTokens ?? 0, uncostedOutput: outputTokens ?? 0 }),
    );
  const pricedUsd = prices.reduce((sum, price) => sum + price, 0);
  if (prices.length === answers.length && pricedUsd === 0) return null;
  const costUsd = answers.reduce((sum, answer) => sum + (answer.costUsd ?? 0), pricedUsd);
  return { costUsd, pricedUsd, unknown: prices.filter((price) => price === 0).length };
}

/** The field that `withListPrice` adds. */
export const listPriceField = z.number().nullable().meta({
  description:
    "The cost in US dollars by the list price of the model; null if a cost was reported or no price is known.",
});

/** Adds the list price of an answer whose cost was not reported. Pure. */
export const withListPrice = <T extends Costed>(answer: T): T & { pricedUsd: number | null } => ({
  ...answer,
  pricedUsd: costOf([answer])?.pricedUsd || null,
});

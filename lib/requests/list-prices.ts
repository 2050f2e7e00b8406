import { priceOf } from "@/lib/evaluation/models/prices";

/** Tokens of one model that came without a cost. */
export type UncostedTokens = { model: string; uncostedInput: number; uncostedOutput: number };

const providers = ["openai", "anthropic", "google"];

/** What they cost by list price of their model, in US dollars; 0 where no price is known. Pure. */
export function listPriceOf({ model, uncostedInput, uncostedOutput }: UncostedTokens): number {
  const price = providers.map((provider) => priceOf(provider, model)).find((found) => found !== null);
  return price ? (uncostedInput * price.inputPerMillion + uncostedOutput * price.outputPerMillion) / 1_000_000 : 0;
}

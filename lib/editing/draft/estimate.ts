import { priceOf } from "@/lib/evaluation/models/prices";
import type { ModelOption, ModelPrice } from "@/lib/evaluation/models/types";
import type { Content, ModelRef } from "@/lib/template/content";
import { aboutTokens } from "@/lib/template/token-estimate";

/** "about 226 tokens" */
export function tokensText(tokens: number): string {
  return `about ${tokens.toLocaleString("en-US")} ${tokens === 1 ? "token" : "tokens"}`;
}

/** The estimated tokens that the response schema and the tools add to every call. */
export function extraTokens({ responseSchema, tools }: Pick<Content, "responseSchema" | "tools">): number {
  return (
    (responseSchema ? aboutTokens(JSON.stringify(responseSchema)) : 0) +
    (tools?.length ? aboutTokens(JSON.stringify(tools)) : 0)
  );
}

/** The price of a model: from its connection, or else the list price. Null: unknown. */
export function priceFor(model: ModelRef, options: readonly ModelOption[]): ModelPrice | null {
  const option = options.find(({ provider, name }) => provider === model.provider && name === model.name);
  return option?.price ?? priceOf(model.provider, model.name);
}

/** The price of sending this many tokens in US dollars. Null: unknown. */
export function promptCost(
  tokens: number,
  model: ModelRef | undefined,
  options: readonly ModelOption[],
): number | null {
  const price = model ? priceFor(model, options) : null;
  return price ? (tokens * price.inputPerMillion) / 1_000_000 : null;
}

import type { ProviderKind } from "@/lib/core/generated/prisma/enums";
import type { ModelRef } from "@/lib/template/content";
import { costUsd as priceCall } from "./prices";
import { offlineModel } from "./types";

/** The terms of calls through a connection: format, prices and concurrency limit. */
export type CallTerms = { kind: ProviderKind; hasListPrices: boolean; maxConcurrency: number };

/** The price in US dollars of a call through one of the workspace's connections. Null if the price is unknown. Pure. */
export function priceOfCall(
  terms: ReadonlyMap<string, CallTerms>,
  { provider, name }: ModelRef,
  inputTokens: number,
  outputTokens: number,
): number | null {
  if (provider === offlineModel.provider) return 0;
  const connection = terms.get(provider);
  // A custom base URL may have other prices.
  if (!connection?.hasListPrices) return null;
  return priceCall({ provider: connection.kind, name }, { inputTokens, outputTokens });
}

/** The sentence that says why the price of a model's calls is unknown, or null if it is known. Pure. */
export function whyUnpriced(terms: ReadonlyMap<string, CallTerms>, model: ModelRef): string | null {
  const { provider, name } = model;
  if (priceOfCall(terms, model, 1, 1) !== null) return null;
  const connection = terms.get(provider);
  if (!connection)
    return `No connection is called ${provider}, so ${name} cannot be called and its price is not known. Connect it under Settings, Model providers, or choose another model.`;
  if (!connection.hasListPrices)
    return `The connection ${provider} has an address of its own, so the price of ${name} is not known.`;
  return `The price of ${name} is not known.`;
}

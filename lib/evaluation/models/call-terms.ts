import type { ProviderKind } from "@/lib/core/generated/prisma/enums";
import { costUsd as priceCall } from "./prices";
import { offlineModel } from "./types";

/** What calls through a connection are bound to. */
export type CallTerms = { kind: ProviderKind; hasListPrices: boolean; maxConcurrency: number };

/** US dollars of a call through a workspace's connections; null when the price is not known. Pure. */
export function priceOfCall(
  terms: ReadonlyMap<string, CallTerms>,
  { provider, name }: { provider: string; name: string },
  inputTokens: number,
  outputTokens: number,
): number | null {
  if (provider === offlineModel.provider) return 0;
  const connection = terms.get(provider);
  // Another address has its own prices.
  if (!connection?.hasListPrices) return null;
  return priceCall({ provider: connection.kind, name }, { inputTokens, outputTokens });
}

/** Why the price of a model's calls is not known, in a sentence; null: it is. Pure. */
export function whyUnpriced(
  terms: ReadonlyMap<string, CallTerms>,
  model: { provider: string; name: string },
): string | null {
  const { provider, name } = model;
  if (priceOfCall(terms, model, 1, 1) !== null) return null;
  const connection = terms.get(provider);
  if (!connection)
    return `No connection is called ${provider}, so ${name} cannot be called and its price is not known. Connect it under Settings, Model providers, or choose another model.`;
  if (!connection.hasListPrices)
    return `The connection ${provider} has an address of its own, so the price of ${name} is not known.`;
  return `The price of ${name} is not known.`;
}

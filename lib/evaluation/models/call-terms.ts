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

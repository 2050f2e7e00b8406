import type { ProviderKind } from "@/lib/core/generated/prisma/enums";
import { listPricedModels, priceOf } from "./prices";
import { type ModelOption, offlineLabel, offlineModel } from "./types";

/** A connection and the models its provider lists; null when it did not say. */
export type KnownConnection = { kind: ProviderKind; name: string; baseUrl: string | null; models: string[] | null };

const offline: ModelOption = {
  ...offlineModel,
  label: offlineLabel,
  isOffline: true,
  isConnected: true,
  price: priceOf(offlineModel.provider, offlineModel.name),
};

/** The list to choose from: offline first, then connection by connection, then what is named but not connected. Pure. */
export function toModelOptions(
  connections: readonly KnownConnection[],
  used: readonly { provider: string; name: string }[],
): ModelOption[] {
  const isConnected = (provider: string) => connections.some(({ name }) => name === provider);
  const connected = connections.flatMap(({ kind, name: provider, baseUrl, models }) => {
    const own = used.filter((model) => model.provider === provider).map(({ name }) => name);
    const offered = models ?? (baseUrl === null ? listPricedModels(kind) : []);
    return [...new Set([...own, ...offered])].map(
      (name): ModelOption => ({
        provider,
        name,
        label: name,
        isOffline: false,
        isConnected: true,
        // Another address has its own prices.
        price: baseUrl === null ? priceOf(kind, name) : null,
      }),
    );
  });
  const others = used
    .filter(({ provider }) => !isConnected(provider) && provider !== offlineModel.provider)
    .map(
      ({ provider, name }): ModelOption => ({
        provider,
        name,
        label: name,
        isOffline: false,
        isConnected: false,
        price: priceOf(provider, name),
      }),
    );
  return [offline, ...connected, ...others];
}

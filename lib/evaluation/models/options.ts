import type { ProviderKind } from "@/lib/core/generated/prisma/enums";
import type { ModelRef } from "@/lib/template/content";
import { listPricedModels, priceOf } from "./prices";
import { type ModelOption, offlineLabel, offlineModel } from "./types";

/** A connection and the models that its provider lists. Null: the provider did not answer. */
export type KnownConnection = { kind: ProviderKind; name: string; baseUrl: string | null; models: string[] | null };

const offline: ModelOption = {
  ...offlineModel,
  label: offlineLabel,
  isOffline: true,
  isConnected: true,
  price: priceOf(offlineModel.provider, offlineModel.name),
};

/**
 * Returns the list of models to choose from: the offline model, the models of each connection, then models that are
 * used but not connected. Pure.
 */
export function toModelOptions(connections: readonly KnownConnection[], used: readonly ModelRef[]): ModelOption[] {
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
        // A custom base URL may have other prices.
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

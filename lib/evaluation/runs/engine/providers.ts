import type { Actor } from "@/lib/auth/actor";
import type { ModelRef } from "@/lib/template/content";
import { type CallTerms, priceOfCall } from "../../models/call-terms";
import type { Connection } from "../../models/connection";
import { getConnectionForCall, listCallTerms } from "../../models/queries";
import { offlineModel } from "../../models/types";
import { createLimiter, type Limiter } from "./limiter";

const offlineConcurrency = 50;
const unknownConcurrency = 1;
const connectionMs = 1_000;

/** The providers of a workspace: the concurrency limit of each, shared by all runs, and the price of a call. */
export type Providers = {
  limiterOf: (provider: string) => Limiter;
  /** The estimated price of a call in US dollars. Null: unknown. */
  estimate: (model: ModelRef, inputTokens: number, outputTokens: number) => number | null;
  /** Returns the connection with this name. Cached for one second, because a run looks it up for every call. */
  findConnection: (actor: Actor, name: string) => Promise<Connection | null>;
  /** Reads the connections again. Changed limits apply at once. */
  refresh: () => Promise<void>;
};

export function createProviders(actor: Actor): Providers {
  const limiters = new Map<string, Limiter>();
  const connections = new Map<string, { at: number; connection: Promise<Connection | null> }>();
  let terms = new Map<string, CallTerms>();
  const maxOf = (provider: string) =>
    provider === offlineModel.provider
      ? offlineConcurrency
      : (terms.get(provider)?.maxConcurrency ?? unknownConcurrency);
  return {
    limiterOf(provider) {
      const limiter = limiters.get(provider) ?? createLimiter(maxOf(provider));
      limiters.set(provider, limiter);
      return limiter;
    },
    estimate: ({ provider, name }, inputTokens, outputTokens) =>
      priceOfCall(terms, { provider, name }, inputTokens, outputTokens),
    findConnection(caller, name) {
      const cached = connections.get(name);
      if (cached && performance.now() - cached.at < connectionMs) return cached.connection;
      const connection = getConnectionForCall(caller, name);
      connections.set(name, { at: performance.now(), connection });
      connection.catch(() => connections.delete(name));
      return connection;
    },
    async refresh() {
      terms = await listCallTerms(actor);
      for (const [provider, limiter] of limiters) limiter.setMax(maxOf(provider));
    },
  };
}

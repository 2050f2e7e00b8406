import type { Actor } from "@/lib/auth/actor";
import { type CallTerms, priceOfCall } from "../../models/call-terms";
import type { Connection } from "../../models/connection";
import { getConnectionForCall, listCallTerms } from "../../models/queries";
import { offlineModel } from "../../models/types";
import { createLimiter, type Limiter } from "./limiter";

const offlineConcurrency = 50;
const unknownConcurrency = 1;
const connectionMs = 1_000;

/** The providers of a workspace: how many calls each takes at once, shared by all of its runs, and what a call costs. */
export type Providers = {
  limiterOf: (provider: string) => Limiter;
  /** US dollars of a call, about; null: the price is not known. */
  estimate: (model: { provider: string; name: string }, inputTokens: number, outputTokens: number) => number | null;
  /** The connection of that name, as it was a second ago at most: a run asks for it with every call. */
  findConnection: (actor: Actor, name: string) => Promise<Connection | null>;
  /** Reads the connections anew; limits that were changed hold at once. */
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
      const known = limiters.get(provider) ?? createLimiter(maxOf(provider));
      limiters.set(provider, known);
      return known;
    },
    estimate: ({ provider, name }, inputTokens, outputTokens) =>
      priceOfCall(terms, { provider, name }, inputTokens, outputTokens),
    findConnection(caller, name) {
      const kept = connections.get(name);
      if (kept && performance.now() - kept.at < connectionMs) return kept.connection;
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

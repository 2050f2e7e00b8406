import type { Actor } from "@/lib/auth/actor";
import { type CallTerms, priceOfCall } from "../../models/call-terms";
import { listCallTerms } from "../../models/queries";
import { offlineModel } from "../../models/types";
import { createLimiter, type Limiter } from "./limiter";

const offlineConcurrency = 50;
const unknownConcurrency = 1;

/** The providers of a workspace: how many calls each takes at once, shared by all of its runs, and what a call costs. */
export type Providers = {
  limiterOf: (provider: string) => Limiter;
  /** US dollars of a call, about; null: the price is not known. */
  estimate: (model: { provider: string; name: string }, inputTokens: number, outputTokens: number) => number | null;
  /** Reads the connections anew; limits that were changed hold at once. */
  refresh: () => Promise<void>;
};

export function createProviders(actor: Actor): Providers {
  const limiters = new Map<string, Limiter>();
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
    async refresh() {
      terms = await listCallTerms(actor);
      for (const [provider, limiter] of limiters) limiter.setMax(maxOf(provider));
    },
  };
}

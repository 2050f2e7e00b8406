import { setTimeout as sleep } from "node:timers/promises";
import type { Actor } from "@/lib/auth/actor";
import type { ModelFailure, ModelRequest } from "../../models/types";
import type { GivenAnswer } from "../commands/work";
import { ask } from "./ask";
import type { Budget } from "./budget";
import { inputTokensOf } from "./fill";
import type { Providers } from "./providers";
import { isOverload, pauseMs, retryDelayMs } from "./retry";

/** What the calls of one run share. */
export type CallContext = {
  actor: Actor;
  providers: Providers;
  budget: Budget;
  /** Ends every call: cancelled, out of budget, the lease lost. */
  signal: AbortSignal;
  /** No call fits into the budget any more, or what one costs is not known; throws. */
  onBudgetSpent: (isPriceKnown: boolean) => never;
};

/** How often a call is tried, and what an answer to it weighs, about. */
type Terms = { most: number | undefined; outputTokens: number };

export type Outcome = (GivenAnswer | ModelFailure) & { attempts: number };

/**
 * Calls a model until it answers, no try is left, or trying again would not help: within the provider's limit, which it
 * lowers when the provider says that it is asked too much, and within the budget.
 */
export async function callWithRetries(
  { actor, providers, budget, signal, onBudgetSpent }: CallContext,
  request: ModelRequest,
  { most, outputTokens }: Terms,
): Promise<Outcome> {
  const { findConnection } = providers;
  const limiter = providers.limiterOf(request.provider);
  const estimate = providers.estimate(request, inputTokensOf(request), outputTokens);
  const setAside = estimate ?? 0;
  for (let attempt = 1; ; attempt++) {
    const release = await limiter.take(signal);
    try {
      if (!budget.reserve(estimate)) onBudgetSpent(estimate !== null);
      const outcome = await ask(actor, request, { signal, findConnection }).catch((error: unknown) => {
        budget.settle(setAside, null);
        throw error;
      });
      // Who does not say how much was used is still paid.
      budget.settle(setAside, "type" in outcome ? null : (outcome.costUsd ?? setAside));
      if (!("type" in outcome)) {
        limiter.speedUp();
        return { ...outcome, attempts: attempt };
      }
      const delayMs = retryDelayMs(outcome, { attempt, random: Math.random(), ...(most !== undefined && { most }) });
      if (isOverload(outcome)) limiter.slowDown(pauseMs(outcome));
      if (delayMs === null) return { ...outcome, attempts: attempt };
      release();
      await sleep(delayMs, undefined, { signal });
    } finally {
      release();
    }
  }
}

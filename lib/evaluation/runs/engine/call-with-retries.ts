import { setTimeout as sleep } from "node:timers/promises";
import type { Actor } from "@/lib/auth/actor";
import { failure } from "../../models/failures";
import { streamModel } from "../../models/stream";
import type { ModelFailure, ModelRequest } from "../../models/types";
import type { GivenAnswer } from "../commands/work";
import { storable, storableJson } from "../storable";
import type { Budget } from "./budget";
import { inputTokensOf } from "./fill";
import type { Providers } from "./providers";
import { isOverload, pauseMs, retryDelayMs } from "./retry";

/** The state shared by the calls of one run. */
export type CallContext = {
  actor: Actor;
  providers: Providers;
  budget: Budget;
  /** Aborts every call: the run was cancelled, the budget is used, or the lease was lost. */
  signal: AbortSignal;
  /** Called when the next call would exceed the budget or has an unknown price. Throws. */
  onBudgetSpent: (isPriceKnown: boolean) => never;
};

/** The maximum number of attempts, and the estimated output tokens. */
type CallLimits = { most: number | undefined; outputTokens: number };

export type Outcome = (GivenAnswer | ModelFailure) & { attempts: number };

/**
 * Calls a model until it answers, the attempts are used up, or a retry would not help. Respects the budget and the
 * concurrency limit of the provider, and lowers that limit when the provider reports overload.
 */
export async function callWithRetries(
  { actor, providers, budget, signal, onBudgetSpent }: CallContext,
  request: ModelRequest,
  { most, outputTokens }: CallLimits,
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
      // A call without reported token usage is charged at the estimate.
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

/** Calls a model once and waits for the whole answer. Throws the reason of the signal if aborted. */
async function ask(
  actor: Actor,
  request: ModelRequest,
  { signal, findConnection }: { signal: AbortSignal; findConnection: Providers["findConnection"] },
): Promise<Omit<GivenAnswer, "attempts"> | ModelFailure> {
  let output = "";
  const toolCalls: GivenAnswer["toolCalls"] = [];
  for await (const event of streamModel(actor, request, { signal, findConnection })) {
    if (event.type === "text") output += event.text;
    else if (event.type === "tool") toolCalls.push({ name: storable(event.name), input: storableJson(event.input) });
    else if (event.type === "failed") {
      signal.throwIfAborted();
      return { ...event, message: storable(event.message) };
    } else {
      const { type: _, ...finish } = event;
      return { output: storable(output), toolCalls, ...finish };
    }
  }
  signal.throwIfAborted();
  return failure("provider_unavailable", `${request.provider} did not complete its answer.`);
}

import type { SystemActor } from "@/lib/auth/actor";
import type { ModelRequest } from "../../models/types";
import { createBudget } from "../../runs/engine/budget";
import { callWithRetries } from "../../runs/engine/call-with-retries";
import type { Providers } from "../../runs/engine/providers";
import type { CallModel } from "../../scorers/judge";

/** The state shared by all judgements of one workspace. */
export type JudgeContext = {
  actor: SystemActor;
  providers: Providers;
  /** Aborts every call when the time of the job is over. */
  signal: AbortSignal;
  /** The number of consecutive failed calls, by provider. */
  lost: Map<string, number>;
};

/** After this many consecutive failures, each with all its retries, calls are not retried until one succeeds. */
const failuresToDoubt = 5;

/** Calls judges with the retries and limits of evaluation runs, and adds up the estimated cost in US dollars. */
export function callJudge(
  { actor, providers, signal, lost }: JudgeContext,
  outputTokens: number,
): { call: CallModel; spentUsd: () => number } {
  // The daily budget is kept in the database. This object only adds up the cost.
  const budget = createBudget(null, 0);
  const onBudgetSpent = (): never => {
    throw new Error("There is no budget to spend here.");
  };
  const call = async (request: ModelRequest) => {
    const failures = lost.get(request.provider) ?? 0;
    const most = failures >= failuresToDoubt ? 1 : undefined;
    const outcome = await callWithRetries({ actor, providers, budget, signal, onBudgetSpent }, request, {
      most,
      outputTokens,
    });
    if ("type" in outcome) {
      lost.set(request.provider, failures + 1);
      return { text: "", end: outcome };
    }
    lost.delete(request.provider);
    const { output, toolCalls: _, attempts: __, ...finish } = outcome;
    return { text: output, end: { type: "finished" as const, ...finish } };
  };
  return { call, spentUsd: () => budget.spentUsd };
}

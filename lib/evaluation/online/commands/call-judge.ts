import type { SystemActor } from "@/lib/auth/actor";
import type { ModelRequest } from "../../models/types";
import { createBudget } from "../../runs/engine/budget";
import { callWithRetries } from "../../runs/engine/call-with-retries";
import type { Providers } from "../../runs/engine/providers";
import type { CallModel } from "../../scorers/judge";

/** What the judgements of one workspace share. */
export type JudgeContext = {
  actor: SystemActor;
  providers: Providers;
  /** Ends every call: the time of the job is over. */
  signal: AbortSignal;
  /** Calls that failed since the last that did not, by provider. */
  lost: Map<string, number>;
};

/** After this many failures in a row, each with all of its tries, a call is tried once only, until one succeeds. */
const failuresToDoubt = 5;

/** Calls of a judge with the retries and limits that runs have, and what they cost, about, in US dollars. */
export function callJudge(
  { actor, providers, signal, lost }: JudgeContext,
  outputTokens: number,
): { call: CallModel; spentUsd: () => number } {
  // The day's budget is kept in the database; this one only adds up.
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

import type { SystemActor } from "@/lib/auth/actor";
import { logger } from "@/lib/core/logger";
import { createProviders } from "../../runs/engine/providers";
import type { JudgeContext } from "./call-judge";
import { claimSamples, closeSample, giveBack, listDueWorkspaces, type Sample } from "./claim-samples";
import { loadPlans } from "./load-plans";
import { type Scored, scoreSample } from "./score-sample";

/** Samples of a workspace scored concurrently. The connection limits the concurrent calls to its provider. */
const samplesAtOnce = 20;
const workspacesAtOnce = 8;
/** The number of attempts for a sample that fails each time. */
const mostAttempts = 10;
/** Time before the deadline (ms) after which no new work starts. Calls are aborted `lastCallMs` before it. */
const lastStartMs = 15_000;
const lastCallMs = 2_000;

export type ScoredSamples = Scored & { scored: number };

/**
 * Scores waiting samples until none is left or the time is over, in one workspace if given. Any number of processes can
 * run it concurrently: each sample is claimed by one process.
 */
export async function scoreSamples(deadlineAt: number, only?: string): Promise<ScoredSamples> {
  const sums: ScoredSamples = { scored: 0, judged: 0, invalid: 0, unaffordable: 0, withoutText: 0 };
  const add = (one: Scored) => {
    sums.scored++;
    for (const key of ["judged", "invalid", "unaffordable", "withoutText"] as const) sums[key] += one[key];
  };
  const signal = AbortSignal.timeout(Math.max(1, deadlineAt - lastCallMs - Date.now()));
  const isTime = () => Date.now() < deadlineAt - lastStartMs;
  while (isTime()) {
    const due = (await listDueWorkspaces()).filter((id) => (only ?? id) === id).slice(0, workspacesAtOnce);
    if (due.length === 0) break;
    const counts = await Promise.all(
      due.map((id) =>
        scoreWorkspace(id, { signal, isTime, add }).catch((error: unknown) => {
          // If one workspace fails, its samples wait and the others continue.
          logger().warn({ err: error, workspaceId: id }, "live answers could not be scored now");
          return 0;
        }),
      ),
    );
    // Other processes have claimed all samples.
    if (counts.every((count) => count === 0)) break;
  }
  return sums;
}

type ScoringOptions = { signal: AbortSignal; isTime: () => boolean; add: (one: Scored) => void };

async function scoreWorkspace(workspaceId: string, { signal, isTime, add }: ScoringOptions): Promise<number> {
  const actor: SystemActor = { kind: "system", workspaceId, name: "Understudy" };
  const providers = createProviders(actor);
  await providers.refresh();
  const context: JudgeContext = { actor, providers, signal, lost: new Map() };
  let begun = 0;
  while (isTime()) {
    const samples = await claimSamples(workspaceId, samplesAtOnce);
    if (samples.length === 0) break;
    begun += samples.length;
    const planOf = await loadPlans(actor, samples);
    await Promise.all(
      samples.map((sample) =>
        scoreSample(context, sample, planOf(sample)).then(add, (error: unknown) =>
          handleScoringFailure(sample, signal, error),
        ),
      ),
    );
  }
  return begun;
}

/** Releases a sample that failed because the time is over. Any other failure is retried when the claim expires. */
async function handleScoringFailure(sample: Sample, signal: AbortSignal, error: unknown): Promise<void> {
  if (signal.aborted) return giveBack(sample);
  const { workspaceId, interactionId, attempts } = sample;
  logger().warn({ err: error, workspaceId, interactionId, attempts }, "a live answer could not be scored");
  if (attempts >= mostAttempts) await closeSample(sample, { hasText: true });
}

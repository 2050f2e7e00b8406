import { setTimeout as sleep } from "node:timers/promises";
import { createBackoff } from "@/lib/core/backoff";
import { isTooSlow, isTransactionOver } from "@/lib/core/database-errors";
import { isDatabaseUp } from "@/lib/core/database-watch";
import { logger } from "@/lib/core/logger";
import { listWaitingWorkspaces, sampleWorkspace } from "./sample-answers";
import { type ScoredSamples, scoreSamples } from "./score-samples";

const restMs = 1_000;

/**
 * Samples new answers and scores the samples until the deadline, in one workspace if given. Concurrent runs are safe.
 * Returns null if other processes already do all of the work. Sampling and scores without a judge continue while slow
 * judges run.
 */
export async function evaluateOnline(
  deadlineAt: number,
  { only }: { only?: string } = {},
): Promise<Record<string, number> | null> {
  if (!isDatabaseUp()) return null;
  let samples = await sampleAll(deadlineAt, only);
  const isElsewhere = samples === null;
  let scored: ScoredSamples | null = null;
  const scoring = scoreSamples(deadlineAt, only).then((done) => {
    scored = done;
  });
  while (!(await Promise.race([scoring.then(() => true), sleep(restMs, false, { ref: false })])))
    if (Date.now() < deadlineAt) samples = (samples ?? 0) + ((await sampleAll(deadlineAt, only)) ?? 0);
  const done = scored as ScoredSamples | null;
  if (isElsewhere && !samples && !done?.scored) return null;
  return { samples: samples ?? 0, ...done };
}

/** Workspaces whose answers take too long to sample. */
export const samplingBackoff = createBackoff("sampled workspaces", 10);

/** Samples in every workspace with waiting batches. Null: other processes hold the locks of all of them. */
async function sampleAll(deadlineAt: number, only: string | undefined): Promise<number | null> {
  const waiting = (await listWaitingWorkspaces(samplingBackoff.paused())).filter((id) => (only ?? id) === id);
  let samples = 0;
  let elsewhere = 0;
  for (const workspaceId of waiting) {
    if (Date.now() >= deadlineAt) break;
    try {
      const count = await sampleWorkspace(workspaceId, deadlineAt);
      if (count === null) elsewhere++;
      else samples += count;
    } catch (error) {
      // If one workspace fails, its batches wait and the others continue. One that is too slow would use up their time.
      if (isTooSlow(error) || isTransactionOver(error)) samplingBackoff.pause(workspaceId);
      logger().warn({ err: error, workspaceId }, "live answers could not be sampled now");
    }
  }
  return waiting.length > 0 && elsewhere === waiting.length ? null : samples;
}

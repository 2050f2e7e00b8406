import { isDatabaseUnavailable } from "@/lib/core/database-errors";
import { settleAnnouncements } from "@/lib/core/epoch-announcements";
import { logger } from "@/lib/core/logger";
import { subscribe } from "@/lib/core/publish";
import { singleton } from "@/lib/core/singleton";
import { evaluationEngine } from "@/lib/evaluation/runs/engine/engine";
import { startRuntime, stopRuntime } from "@/lib/runtime/start";
import { type Job, jobTimeoutSeconds } from "./define-job";
import { type JobOutcome, noteJob } from "./meters";
import { oneAtATime } from "./one-at-a-time";
import { jobs } from "./registry";

const stops = singleton("background-stops", () => new Set<() => void>());

function every(ms: number, { name, wokenBy }: Pick<Job, "name" | "wokenBy">, work: () => Promise<unknown>): void {
  const { turn, wake, stop } = oneAtATime(async () => {
    const startedAt = performance.now();
    const outcome = await work().then(
      (done) => (done === null ? "skipped" : "done") as JobOutcome,
      (error: unknown): JobOutcome => {
        // The database monitor logs the outage once.
        const level = isDatabaseUnavailable(error) ? "debug" : "warn";
        logger()[level]({ err: error, job: name }, "a scheduled job failed");
        return "failed";
      },
    );
    noteJob(name, outcome, performance.now() - startedAt);
  });
  const timer = setInterval(turn, ms);
  timer.unref();
  stops.add(() => clearInterval(timer));
  stops.add(stop);
  if (wokenBy) stops.add(subscribe(wokenBy, wake));
}

/** Starts the scheduled jobs of a long-lived process. Every job is safe to run in several processes at once. */
export function startBackground(): void {
  startRuntime();
  for (const job of Object.values(jobs))
    for (const part of job.parts)
      if (job.everySeconds !== null)
        every(job.everySeconds * 1_000, job, () => part(Date.now() + jobTimeoutSeconds * 1_000));
  evaluationEngine().start();
}

/** Stops the jobs after running model calls have ended and pending hints are published. */
export async function stopBackground(): Promise<void> {
  for (const stop of stops) stop();
  stops.clear();
  await evaluationEngine().stop();
  await settleAnnouncements();
  await stopRuntime();
}

import { Durations } from "@/lib/core/durations";
import { singleton } from "@/lib/core/singleton";

export type JobOutcome = "done" | "skipped" | "failed";
export type JobMeter = { durations: Durations; outcomes: Record<JobOutcome, number>; doneAt: number | null };

/** The metrics of each job in this process since the start. `doneAt` is in ms since 1970. */
export const jobMeters = () => singleton("job-meters", () => new Map<string, JobMeter>());

/** Records one run of a job. Skipped means that another process ran it or the database was unavailable. */
export function noteJob(name: string, outcome: JobOutcome, ms: number): void {
  const meter = jobMeters().get(name) ?? {
    durations: new Durations(),
    outcomes: { done: 0, skipped: 0, failed: 0 },
    doneAt: null,
  };
  jobMeters().set(name, meter);
  meter.outcomes[outcome]++;
  if (outcome !== "skipped") meter.durations.note(ms);
  if (outcome === "done") meter.doneAt = Date.now();
}

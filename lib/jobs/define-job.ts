import { isDatabaseUp } from "@/lib/core/database-watch";
import { onceInFleet } from "./commands/once-in-fleet";

/** How long one run may take; hosts that call a job end a request after 60 s. */
export const jobTimeoutSeconds = 50;

/** Counts of what a run did; null if another process runs the job or the database is unavailable. */
export type JobRun = (deadlineAt: number) => Promise<Record<string, number> | null>;

type Declaration = {
  /** The name in `/api/cron/{name}`, in the metrics and in the log. */
  name: string;
  /** One sentence for operators, without a full stop; docs/operations.md shows it. */
  description: string;
  /** How often the worker runs it; null: the worker does this work by other means. */
  everySeconds: number | null;
  /** A topic whose messages make the worker run it at once; a message may be lost, so it also runs every so often. */
  wokenBy?: string;
  /** When it is called where no process lives long, as a cron expression in UTC; goes to vercel.json. */
  cron: string;
  /** Whether a run is skipped while the database is away. */
  needsDatabase: boolean;
};

type Work =
  /** "fleet": one process of the fleet at a time, by a lock in PostgreSQL. null: safe in many processes at once. */
  { lock: "fleet" | null; run: JobRun } | { lock: null; parts: readonly JobRun[] };

/** A scheduled job. The worker runs it at intervals; without a worker, `/api/cron/{name}` does. */
export type Job = Declaration & {
  /** Does what is due until the deadline at most. Two runs at once do no harm. */
  run: JobRun;
  /** The same work in parts, which the worker runs side by side: a slow part delays no other. */
  parts: readonly JobRun[];
};

/** Declares a job. With `parts`, one run does all of them at once and joins their counts. */
export function defineJob({ lock, ...declared }: Declaration & Work): Job {
  const { name, description, everySeconds, wokenBy, cron, needsDatabase } = declared;
  const guard = (run: JobRun): JobRun => {
    const whenUp: JobRun = async (deadlineAt) => (needsDatabase && !isDatabaseUp() ? null : run(deadlineAt));
    return lock === null ? whenUp : (deadlineAt) => onceInFleet(name, () => whenUp(deadlineAt));
  };
  const parts = ("parts" in declared ? declared.parts : [declared.run]).map(guard);
  const run: JobRun = async (deadlineAt) => {
    const done = await Promise.all(parts.map((part) => part(deadlineAt)));
    return done.every((one) => one === null) ? null : Object.assign({}, ...done);
  };
  return { name, description, everySeconds, ...(wokenBy && { wokenBy }), cron, needsDatabase, run, parts };
}

import { isDatabaseUp } from "@/lib/core/database-watch";
import { onceInFleet } from "./commands/once-in-fleet";

/** The time limit of one run. Hosts that call a job over HTTP end a request after 60 s. */
export const jobTimeoutSeconds = 50;

/** Counts of what a run did; null if another process runs the job or the database is unavailable. */
export type JobRun = (deadlineAt: number) => Promise<Record<string, number> | null>;

type Declaration = {
  /** The name in `/api/cron/{name}`, in the metrics and in the log. */
  name: string;
  /** One sentence for operators, without a full stop; docs/operations.md shows it. */
  description: string;
  /** The interval of the worker. Null if the worker does this work in another way. */
  everySeconds: number | null;
  /**
   * A topic whose messages make the worker run the job immediately. Messages may be lost, so it also runs at its
   * interval.
   */
  wokenBy?: string;
  /** The schedule on serverless hosts, as a cron expression in UTC. It is written to vercel.json. */
  cron: string;
  /** Whether a run is skipped while the database is not available. */
  needsDatabase: boolean;
};

type Work =
  /**
   * "fleet": one process of the fleet at a time, by a lock in PostgreSQL. null: several processes may run it at once.
   */
  { lock: "fleet" | null; run: JobRun } | { lock: null; parts: readonly JobRun[] };

/** A scheduled job. The worker runs it at intervals; without a worker, `/api/cron/{name}` does. */
export type Job = Declaration & {
  /** Does the due work until the deadline. Two concurrent runs are safe. */
  run: JobRun;
  /** The same work in parts, which the worker runs concurrently, so that a slow part does not delay the others. */
  parts: readonly JobRun[];
};

/** Declares a job. With `parts`, one run executes all of them concurrently and merges their counts. */
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

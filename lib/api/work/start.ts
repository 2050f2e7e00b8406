import { threadEntry } from "@/lib/core/thread-entry";
import { createWorkPool } from "@/lib/core/work/pool";
import { workPool } from "@/lib/core/work/run-task";
import type { WorkPool } from "@/lib/core/work/task";

type Settings = Omit<Parameters<typeof createWorkPool>[0], "entry">;

/**
 * Runs the tasks of this process in worker threads from now on, within their limits of processor time. A stopped pool
 * refuses tasks instead of running them in the main thread, where a task could prevent the process from ending.
 */
export function startWorkPool(settings: Settings = {}): WorkPool {
  const entry = threadEntry("work-thread", new URL("./worker-entry.mjs", import.meta.url));
  const pool = createWorkPool({ ...settings, entry });
  workPool().current = pool;
  return pool;
}

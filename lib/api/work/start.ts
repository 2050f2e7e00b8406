import { threadEntry } from "@/lib/core/thread-entry";
import { createWorkPool } from "@/lib/core/work/pool";
import { workPool } from "@/lib/core/work/run-task";
import type { WorkPool } from "@/lib/core/work/task";

type Settings = Omit<Parameters<typeof createWorkPool>[0], "entry">;

/**
 * From now on, tasks of this process run in threads, within their budgets. A pool that was stopped refuses them: they
 * never run in the process's own thread, where one of them could keep it from ending.
 */
export function startWorkPool(settings: Settings = {}): WorkPool {
  const entry = threadEntry("work-thread", new URL("./worker-entry.mjs", import.meta.url));
  const pool = createWorkPool({ ...settings, entry });
  workPool().current = pool;
  return pool;
}

import { threadEntry } from "@/lib/core/thread-entry";
import { createWorkPool } from "@/lib/core/work/pool";
import { workPool } from "@/lib/core/work/run-task";
import type { WorkPool } from "@/lib/core/work/task";

type Settings = Omit<Parameters<typeof createWorkPool>[0], "entry">;

/** From now on, and until it is stopped, tasks of this process run in threads, within their budgets. */
export function startWorkPool(settings: Settings = {}): WorkPool {
  const entry = threadEntry("work-thread", new URL("./worker-entry.mjs", import.meta.url));
  const pool = createWorkPool({ ...settings, entry });
  workPool().current = pool;
  return {
    ...pool,
    async stop() {
      workPool().current = null;
      await pool.stop();
    },
  };
}

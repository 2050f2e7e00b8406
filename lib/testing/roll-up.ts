import { setTimeout as sleep } from "node:timers/promises";
import { rollUp } from "@/lib/experiments/rollup/commands/roll-up";

/** Tables that other test files change: files share a database, and a rollup of one file counts the events of all. */
export const countedTables: readonly string[] = [
  "event_batches",
  "experiment_batches",
  "experiment_snapshots_due",
  "prompt_uses",
  "prompt_people",
  "usage_days",
  "usage_hours",
  "usage_months",
  "usage_times",
  "usage_time_months",
  "usage_people",
  "usage_people_hours",
  "usage_users",
];

/**
 * Runs the rollup until a round finds nothing. Another test file may hold its lock for a moment, and a round on a busy
 * machine may end before it has counted everything.
 */
export async function rollUpAll(): Promise<void> {
  for (;;) {
    const done = await rollUp({ budgetMs: 20_000 });
    if (done === "skipped") await sleep(20);
    else if (done.events === 0 && done.users === 0) return;
  }
}

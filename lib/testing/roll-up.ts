import { setTimeout as sleep } from "node:timers/promises";
import { rollUp } from "@/lib/experiments/rollup/commands/roll-up";

/** What is counted behind every test's back: files share a database, and another one's round counts everybody's events. */
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
];

/** Counts everything that waits. Another test file may be at it: one process of a database does it at a time. */
export async function rollUpAll(): Promise<void> {
  while ((await rollUp({ budgetMs: 20_000 })) === "skipped") await sleep(20);
}

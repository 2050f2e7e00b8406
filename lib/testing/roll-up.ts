import { setTimeout as sleep } from "node:timers/promises";
import { rollUp } from "@/lib/experiments/rollup/commands/roll-up";

/** Counts everything that waits. Another test file may be at it: one process of a database does it at a time. */
export async function rollUpAll(): Promise<void> {
  while ((await rollUp({ budgetMs: 20_000 })) === "skipped") await sleep(20);
}

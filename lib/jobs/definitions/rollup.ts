import { rollUp } from "@/lib/experiments/rollup/commands/roll-up";
import { defineJob } from "../define-job";

/** The maximum time of one round of the rollup. */
const roundMs = 10_000;

export const rollup = defineJob({
  name: "rollup",
  description: "counts events into days and experiments",
  everySeconds: 5,
  cron: "* * * * *",
  lock: null,
  needsDatabase: true,
  async run(deadlineAt) {
    const done = await rollUp({ budgetMs: deadlineAt - Date.now() - roundMs });
    return done === "skipped" ? null : done;
  },
});

import { checkTrust } from "@/lib/experiments/trust/commands";
import { defineJob } from "../define-job";

export const trust = defineJob({
  name: "trust",
  description:
    "runs an A/A test on the recent users of each workspace's 20 busiest prompts, once a day (UTC) per prompt",
  everySeconds: 600,
  cron: "7-57/10 * * * *",
  lock: "fleet",
  needsDatabase: true,
  run: (deadlineAt) => checkTrust(deadlineAt), // as many prompts per run as possible
});

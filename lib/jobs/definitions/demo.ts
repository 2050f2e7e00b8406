import { fillDemos } from "@/lib/demo/commands";
import { defineJob } from "../define-job";

export const demo = defineJob({
  name: "demo",
  description: "fills the demo workspaces that people asked for",
  everySeconds: 2,
  cron: "* * * * *",
  lock: null, // each workspace is claimed
  needsDatabase: true,
  run: (deadlineAt) => fillDemos(deadlineAt),
});

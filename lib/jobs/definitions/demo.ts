import { demosTopic, fillDemos } from "@/lib/demo/commands";
import { defineJob } from "../define-job";

export const demo = defineJob({
  name: "demo",
  description: "fills the demo workspaces that people asked for",
  everySeconds: 30, // requests from another machine; a request on this one wakes it
  wokenBy: demosTopic,
  cron: "* * * * *",
  lock: null, // each workspace is claimed
  needsDatabase: true,
  run: (deadlineAt) => fillDemos(deadlineAt),
});

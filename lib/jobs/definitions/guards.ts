import { checkGuards } from "@/lib/guards/commands/check-guards";
import { defineJob } from "../define-job";

export const guards = defineJob({
  name: "guards",
  description: "checks live quality, sends alerts and rolls back",
  everySeconds: 15,
  cron: "* * * * *",
  lock: "fleet",
  needsDatabase: true,
  run: (deadlineAt) => checkGuards(deadlineAt),
});

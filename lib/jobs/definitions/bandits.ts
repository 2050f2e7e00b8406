import { updateBandits } from "@/lib/experiments/commands/update-bandits";
import { defineJob } from "../define-job";

export const bandits = defineJob({
  name: "bandits",
  description: "moves the traffic of bandits to the better versions",
  everySeconds: 60,
  cron: "* * * * *",
  lock: null,
  needsDatabase: true,
  run: (deadlineAt) => updateBandits(deadlineAt),
});

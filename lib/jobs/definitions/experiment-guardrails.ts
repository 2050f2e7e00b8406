import { stopHarmfulExperiments } from "@/lib/experiments/results/commands";
import { defineJob } from "../define-job";

export const experimentGuardrails = defineJob({
  name: "experiment-guardrails",
  description: "stops experiments in which a version violates a guardrail",
  everySeconds: 60,
  cron: "* * * * *",
  lock: "fleet",
  needsDatabase: true,
  run: (deadlineAt) => stopHarmfulExperiments(deadlineAt),
});

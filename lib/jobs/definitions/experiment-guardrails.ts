import { watchExperiments } from "@/lib/experiments/results/commands";
import { defineJob } from "../define-job";

export const experimentGuardrails = defineJob({
  name: "experiment-guardrails",
  description:
    "keeps what the results of undecided experiments say, and stops experiments in which a version violates a guardrail",
  everySeconds: 60,
  cron: "* * * * *",
  lock: "fleet",
  needsDatabase: true,
  run: (deadlineAt) => watchExperiments(deadlineAt),
});

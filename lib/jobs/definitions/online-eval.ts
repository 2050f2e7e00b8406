import { evaluateOnline } from "@/lib/evaluation/online/commands/evaluate-online";
import { defineJob } from "../define-job";

export const onlineEval = defineJob({
  name: "online-eval",
  description: "samples live answers and scores the sample",
  everySeconds: 5,
  cron: "* * * * *",
  lock: null,
  needsDatabase: true,
  run: (deadlineAt) => evaluateOnline(deadlineAt),
});

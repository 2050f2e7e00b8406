import { signHeads as signAll } from "@/lib/auth/history/commands";
import { defineJob } from "../define-job";

export const signHeads = defineJob({
  name: "sign-heads",
  description: "signs the head of each workspace's history that changed, once a day",
  everySeconds: 600,
  cron: "3-59/10 * * * *",
  lock: "fleet",
  needsDatabase: true,
  run: (deadlineAt) => signAll(deadlineAt),
});

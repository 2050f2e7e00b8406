import { eraseDueUsers } from "@/lib/requests/commands/erase-user";
import { defineJob } from "../define-job";

export const userData = defineJob({
  name: "user-data",
  description: "deletes the data of users whose deletion was asked for",
  everySeconds: 60,
  cron: "4-59/10 * * * *",
  lock: "fleet",
  needsDatabase: true,
  run: async (deadlineAt) => eraseDueUsers(deadlineAt),
});

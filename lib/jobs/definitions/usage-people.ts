import { countPeople } from "@/lib/requests/commands/count-people";
import { defineJob } from "../define-job";

export const usagePeople = defineJob({
  name: "usage-people",
  description: "sums what users and sessions used, by hour and day",
  everySeconds: 60,
  cron: "2-52/10 * * * *",
  lock: "fleet",
  needsDatabase: true,
  run: (deadlineAt) => countPeople(deadlineAt),
});

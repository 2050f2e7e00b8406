import { checkBudgets } from "@/lib/requests/commands/check-budgets";
import { defineJob } from "../define-job";

export const budgets = defineJob({
  name: "budgets",
  description: "tells of budgets that are spent, or likely to be by the end of the month",
  everySeconds: 600,
  cron: "3-53/10 * * * *",
  lock: "fleet",
  needsDatabase: true,
  run: checkBudgets,
});

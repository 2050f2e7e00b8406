import { checkDomains } from "../commands/check-domains";
import { defineJob } from "../define-job";

export const domains = defineJob({
  name: "domains",
  description: "looks for the DNS records of verified domains, once a day each",
  everySeconds: 3600,
  cron: "41 * * * *",
  lock: "fleet",
  needsDatabase: true,
  run: (deadlineAt) => checkDomains(deadlineAt),
});

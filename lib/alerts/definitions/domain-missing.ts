import { domainData } from "../data-fields";
import { defineAlert } from "../define-alert";

export const domainMissing = defineAlert({
  kind: "domain.missing",
  severity: "warning",
  when: "a daily check did not find the DNS record of a verified domain; once until it is found again",
  data: domainData,
  words: ({ domain, record }, daysLeft: number) => ({
    title: `The DNS record of ${domain} is missing`,
    body: `Put the TXT record at ${record} back, or the domain counts as not verified after ${daysLeft} more daily checks. If the domain is not yours any more, remove it.`,
    path: "settings/members",
  }),
});

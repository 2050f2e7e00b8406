import { domainData } from "../data-fields";
import { defineAlert } from "../define-alert";

export const domainLapsed = defineAlert({
  kind: "domain.lapsed",
  severity: "critical",
  when: "seven daily checks in a row did not find the DNS record of a domain: it is not verified any more",
  data: domainData,
  words: ({ domain, record, missedChecks }) => ({
    title: `${domain} is not verified any more`,
    body: `${missedChecks} daily checks did not find the TXT record at ${record}. Nobody can be added or join by the domain until it is verified again. Members are not affected.`,
    path: "settings/members",
  }),
});

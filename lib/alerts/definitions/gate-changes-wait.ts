import { z } from "zod";
import { defineAlert } from "../define-alert";

type Facts = { prompt: string; environment: string; changedBy: string };

export const gateChangesWait = defineAlert({
  kind: "gate.changes_wait",
  severity: "info",
  when: "someone who may not change a gate changed its suite, and an approval is missing; once until the next approval",
  data: z.strictObject({ suite: z.string(), approvedRevision: z.int() }),
  words: ({ suite }, { prompt, environment, changedBy }: Facts) => ({
    title: `Changed cases or scorers of ${prompt}'s gate are waiting for approval`,
    body: `${changedBy} changed them. The gate for ${environment} uses the previously approved suite until someone who may change the gate approves the changes.`,
    path: `evaluations/suites/${suite}`,
  }),
});

import { z } from "zod";
import { defineAlert } from "../define-alert";

type Facts = { prompt: string; environment: string; changedBy: string };

export const gateChangesWait = defineAlert({
  kind: "gate.changes_wait",
  severity: "info",
  when: "a gate's suite was changed by somebody who may not change the gate, and an approval is missing; once until the next approval",
  data: z.strictObject({ suite: z.string(), approvedRevision: z.int() }),
  words: ({ suite }, { prompt, environment, changedBy }: Facts) => ({
    title: `Changed cases or scorers of ${prompt}'s gate wait for an approval`,
    body: `${changedBy} changed them. The gate in front of ${environment} uses what was approved before, until somebody who may change the gate approves them.`,
    path: `evaluations/suites/${suite}`,
  }),
});

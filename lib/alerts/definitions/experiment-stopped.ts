import { experimentData } from "../data-fields";
import { defineAlert } from "../define-alert";

export const experimentStopped = defineAlert({
  kind: "experiment.stopped",
  severity: "warning",
  when: "a guardrail stopped an experiment",
  data: experimentData,
  words: ({ experiment: { id, name } }, reason: string) => ({
    title: `${name}: stopped automatically`,
    body: reason,
    path: `experiments/${id}`,
  }),
});

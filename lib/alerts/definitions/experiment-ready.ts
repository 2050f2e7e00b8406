import { experimentData } from "../data-fields";
import { defineAlert } from "../define-alert";

export const experimentReady = defineAlert({
  kind: "experiment.ready",
  severity: "info",
  when: "the planned sample is complete and there is a verdict; `body` says it. A person decides",
  data: experimentData,
  words: ({ experiment: { id, name } }, body: string) => ({
    title: `${name}: there is a verdict`,
    body,
    path: `experiments/${id}`,
  }),
});

import { experimentData } from "../data-fields";
import { defineAlert } from "../define-alert";

export const experimentInvalid = defineAlert({
  kind: "experiment.invalid",
  severity: "warning",
  when: "a check of a running experiment fails, so its results are not valid; once per phase",
  data: experimentData,
  words: ({ experiment: { id, name } }, body: string) => ({
    title: `${name}: the results are not valid`,
    body,
    path: `experiments/${id}`,
  }),
});

import { guardData } from "../data-fields";
import { defineAlert } from "../define-alert";
import { incidentPath } from "../words";

/** `share` is the share of judgements without a verdict, for these metrics. */
type Facts = { share: number; metrics: readonly string[] };

export const judgeFailing = defineAlert({
  kind: "judge.failing",
  severity: "warning",
  when: "more than 10 % of judgements have no score; guards wait",
  data: guardData,
  words: (data, { share, metrics }: Facts) => ({
    title: `${data.prompt}: judgements in ${data.environment} give no verdict`,
    body: `${Math.round(share * 100)}\u00a0% of the newest judgements of ${metrics.join(", ")} gave no verdict. The guard waits until they are available.`,
    path: incidentPath(data),
  }),
});

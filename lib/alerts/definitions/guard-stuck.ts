import { guardData } from "../data-fields";
import { defineAlert } from "../define-alert";
import { type GuardFacts, incidentPath } from "../words";

export const guardStuck = defineAlert({
  kind: "guard.stuck",
  severity: "critical",
  when: "a version should be rolled back, but there is no good version to go back to",
  data: guardData,
  words: (data, { findings }: GuardFacts) => ({
    title: `${data.prompt} v${data.version} is much worse in ${data.environment}, and there is no good version to roll back to`,
    body: `${findings} Release another version.`,
    path: incidentPath(data),
  }),
});

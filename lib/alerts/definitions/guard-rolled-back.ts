import { z } from "zod";
import { guardData } from "../data-fields";
import { defineAlert } from "../define-alert";
import { type GuardFacts, incidentPath } from "../words";

export const guardRolledBack = defineAlert({
  kind: "guard.rolled_back",
  severity: "critical",
  when: "a version was rolled back automatically",
  data: guardData.extend({ toVersion: z.int(), release: z.string() }),
  words: (data, { findings }: GuardFacts) => ({
    title: `${data.prompt} was rolled back to v${data.toVersion} in ${data.environment}`,
    body: `${findings} v${data.version} is locked there until a person promotes it again.`,
    path: incidentPath(data),
  }),
});

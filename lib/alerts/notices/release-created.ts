import { z } from "zod";
import { actorData } from "../data-fields";
import { defineAlert } from "../define-alert";
import { historyPath, inQuotes } from "../words";

const kinds = ["promote", "rollback", "auto-rollback", "experiment"] as const;

export const releaseCreated = defineAlert({
  kind: "release.created",
  severity: "info",
  when: "a version went live: promoted, rolled back (also automatically), or the winner of an experiment",
  data: z.strictObject({
    release: z.string(),
    prompt: z.string(),
    environment: z.string(),
    revision: z.int(),
    kind: z.enum(kinds),
    fromVersion: z.int().nullable(),
    toVersion: z.int(),
    actor: actorData,
    reason: z.string(),
  }),
  words: ({ kind, prompt, environment, fromVersion, toVersion, actor, reason }) => ({
    title: {
      promote: `v${toVersion} of ${prompt} is live in ${environment}`,
      rollback: `${prompt} was rolled back to v${toVersion} in ${environment}`,
      "auto-rollback": `${prompt} was rolled back automatically to v${toVersion} in ${environment}`,
      experiment: `v${toVersion} of ${prompt} won an experiment and is live in ${environment}`,
    }[kind],
    body: [
      `By ${actor.name}.`,
      fromVersion === null ? "It is the first version there." : `It replaces v${fromVersion}.`,
      ...(reason ? [inQuotes(reason)] : []),
    ].join(" "),
    path: historyPath(prompt),
  }),
});

import { z } from "zod";
import { actorData } from "../data-fields";
import { defineAlert } from "../define-alert";
import { historyPath, inQuotes } from "../words";

export const versionCreated = defineAlert({
  kind: "version.created",
  severity: "info",
  when: "a version of a prompt was saved. Versions of draft copies and of imports send none",
  data: z.strictObject({
    prompt: z.string(),
    version: z.int(),
    parentVersion: z.int().nullable(),
    contentHash: z.string(),
    message: z.string(),
    actor: actorData,
  }),
  words: ({ prompt, version, message, actor }) => ({
    title: `v${version} of ${prompt} was saved`,
    body: [`By ${actor.name}.`, ...(message ? [inQuotes(message)] : [])].join(" "),
    path: historyPath(prompt),
  }),
});

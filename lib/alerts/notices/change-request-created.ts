import { z } from "zod";
import { actorData } from "../data-fields";
import { defineAlert } from "../define-alert";
import { inQuotes } from "../words";

export const changeRequestCreated = defineAlert({
  kind: "change_request.created",
  severity: "info",
  when: "someone asks for a review of a version before its release",
  data: z.strictObject({
    changeRequest: z.int(),
    prompt: z.string(),
    environment: z.string(),
    version: z.int(),
    baseVersion: z.int().nullable(),
    title: z.string(),
    actor: actorData,
  }),
  words: ({ changeRequest, prompt, environment, version, title, actor }) => ({
    title: `v${version} of ${prompt} needs a review before ${environment}`,
    body: `${actor.name} asks for it in change request ${changeRequest}: ${inQuotes(title)}`,
    path: `changes/${changeRequest}`,
  }),
});

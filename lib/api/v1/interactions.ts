import { z } from "zod";
import { promptName } from "@/lib/registry/schema";
import { getInteractionOrThrow, listInteractions } from "@/lib/telemetry/queries/interactions";
import { ok } from "../answer";
import { endpoint } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { environmentName, instant, userId, versionText } from "./fields";
import { pageOf } from "./schema";

const tag = "Events";
const number = z.number().nullable();
const flag = z.boolean().nullable();

const interactionFields = {
  interactionId: z.string(),
  at: z.iso.datetime().meta({ pattern: undefined }),
  prompt: z.string(),
  version: z.int(),
  environment: z.string(),
  userId: z.string().nullable(),
  latencyMs: number,
  ttftMs: number,
  inputTokens: number,
  outputTokens: number,
  costUsd: number,
  completed: flag.meta({ description: "The latest word of the application and of feedback." }),
  refused: flag,
  violation: flag,
  feedback: z
    .strictObject({
      at: z.iso.datetime().meta({ pattern: undefined }),
      thumbs: z.enum(["up", "down"]).nullable(),
      stars: number,
      edited: flag,
      regenerated: flag,
      comment: z.string().nullable(),
    })
    .nullable()
    .meta({ description: "Of several pieces of feedback, the latest word on each field." }),
  hasContent: z.boolean().meta({ description: "Whether input or output was sent along." }),
};
export const interactionView = z.strictObject(interactionFields).meta({ id: "Interaction" });
const interactionDetail = z
  .strictObject({ ...interactionFields, input: z.unknown(), output: z.unknown() })
  .meta({ id: "InteractionDetail" });

const query = z.strictObject({
  prompt: promptName,
  environment: environmentName.optional().meta({ description: "All that the key reaches when left out." }),
  userId: userId.optional(),
  version: versionText.optional(),
  from: instant.optional(),
  to: instant.optional().meta({ description: "Before this instant." }),
  ...pageQuery,
});

const interactionPath = z.strictObject({
  id: z.string().min(1).max(200).meta({ description: "The X-Interaction-Id, or the id the application chose." }),
});

export const interactionEndpoints = [
  endpoint({
    id: "listInteractions",
    method: "get",
    path: "/interactions",
    tag,
    summary: "List interactions with a prompt, newest first",
    description: "With what people said of them. Texts come with the single interaction.",
    permission: "interaction:read",
    query,
    idempotency: "none",
    answer: { status: 200, description: "A page of interactions.", schema: pageOf(interactionView) },
    errors: [
      "invalid_name",
      "invalid_id",
      "invalid_limit",
      "invalid_cursor",
      "timestamp_out_of_range",
      "not_found",
      "environment_not_allowed",
    ],
    async handle({ actor, query: { limit, cursor, version, ...filter } }) {
      const page = toPageRequest({ limit, cursor });
      return ok(await listInteractions(actor, { ...filter, ...page, ...(version && { version: Number(version) }) }));
    },
  }),
  endpoint({
    id: "getInteraction",
    method: "get",
    path: "/interactions/{id}",
    tag,
    summary: "Get an interaction with what went in and came out",
    permission: "interaction:read",
    params: interactionPath,
    idempotency: "none",
    answer: { status: 200, description: "The interaction.", schema: interactionDetail },
    errors: ["not_found"],
    handle: async ({ actor, params }) => ok(await getInteractionOrThrow(actor, params.id)),
  }),
];

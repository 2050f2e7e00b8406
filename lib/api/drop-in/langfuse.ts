import { z } from "zod";
import type { ErrorCode } from "@/lib/core/errors";
import { writeLangfuseConfig } from "@/lib/template/langfuse-config";
import { ok } from "../answer";
import { endpointsOf } from "../endpoint";
import { takeEventBatch } from "../event-intake/intake";
import { environmentName, userId, versionText } from "../v1/fields";
import { type IngestionItem, ingestionAnswer, readIngestion } from "./langfuse-ingestion";
import { environmentOf, type Notation, nameHere, resolveFor, type Served, translateMessages } from "./served";

const endpoint = endpointsOf("Langfuse");

const notation: Notation = { tool: "Langfuse", value: (path) => `{{${path}}}`, reserved: /\{\{/ };

/** A served prompt in the format of Langfuse's API. Throws `not_convertible`. Pure. */
function toLangfuse(served: Served) {
  const { versionId, name, version, type, environment, assignment } = served;
  const messages = translateMessages(served, notation, {
    message: ({ role, name: speaker }, content) => ({
      type: "chatmessage" as const,
      role,
      ...(speaker && { name: speaker }),
      content,
    }),
    placeholder: ({ placeholder }) => ({ type: "placeholder" as const, name: placeholder }),
  });
  const [first] = messages;
  return {
    id: versionId,
    name,
    version,
    type,
    prompt: type === "text" ? (first && "content" in first ? first.content : "") : messages,
    config: writeLangfuseConfig(served),
    labels: assignment.reason === "pinned" ? [] : [environment],
    tags: [],
    commitMessage: null,
  };
}

const resolveErrors = ["invalid_name", "not_found", "environment_not_allowed", "not_convertible"] satisfies ErrorCode[];

export const langfusePrompt = endpoint({
  id: "langfuseGetPrompt",
  method: "get",
  path: "/v2/prompts/{name}",
  summary: "Get a prompt as Langfuse's SDKs ask for it",
  permission: "prompt:resolve",
  params: z.object({ name: z.string() }),
  query: z.object({ label: environmentName.optional(), version: versionText.optional(), userId: userId.optional() }),
  answer: { status: 200, description: "The prompt.", schema: z.unknown() },
  errors: resolveErrors,
  async handle({ actor, params, query: { label, version, userId } }) {
    const { served, headers } = await resolveFor(actor, {
      name: nameHere(params.name),
      environment: environmentOf(actor, label),
      version: version === undefined ? undefined : Number(version),
      userId,
    });
    return ok(toLangfuse(served), headers);
  },
});

const batch = z.object({
  batch: z
    .array(
      z.object({
        id: z.string().max(200),
        type: z.string(),
        timestamp: z.string().optional(),
        body: z.record(z.string(), z.unknown()).nullish(),
      }),
    )
    .max(1_000),
});

export const langfuseIngestion = endpoint({
  id: "langfuseIngestion",
  method: "post",
  path: "/ingestion",
  summary: "Take a batch of Langfuse's SDKs",
  permission: "event:write",
  body: batch,
  bodyLimitBytes: 4 * 1024 * 1024,
  answer: { status: 200, description: "The outcome of each item.", schema: z.unknown() },
  async handle({ actor, body }) {
    const items: IngestionItem[] = body.batch;
    const { events, places } = readIngestion(items, environmentOf(actor, undefined));
    const bytes = Buffer.from(JSON.stringify({ events }));
    const rejected = events.length > 0 ? (await takeEventBatch(actor, bytes)).rejected : [];
    return { status: 207, body: ingestionAnswer(items, places, rejected) };
  },
});

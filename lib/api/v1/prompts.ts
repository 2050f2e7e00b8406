import { z } from "zod";
import { archivePrompt, createPrompt, restorePrompt, updatePrompt } from "@/lib/registry/commands/prompts";
import { getPromptOrThrow, listPrompts, promptView } from "@/lib/registry/queries/prompts";
import { createPromptInput, updatePromptInput } from "@/lib/registry/schema";
import { created, ok } from "../answer";
import { endpointsOf } from "../endpoint";
import { strongTag } from "../etag";
import { pageQuery, toPageRequest } from "../pagination";
import { contentErrors, pointingIntoBody } from "./content-errors";
import { environmentName, flag, id, promptPath } from "./fields";
import { archivedView, pageOf, promptCreated } from "./schema";

const endpoint = endpointsOf("Prompts");

const listQuery = z.strictObject({
  folder: z.string().max(200).optional(),
  search: z.string().max(200).optional().meta({
    description:
      'Words, or beginnings of words, in name, description, tags or the newest version\'s texts; or a part of the name. Use "double quotes" for words in a row, and -word to exclude a word.',
  }),
  tag: z.string().max(50).optional(),
  owner: id.optional().meta({ description: "The id of the prompt's owner." }),
  status: z.enum(["production", "testing", "draft"]).optional(),
  isArchived: flag.optional(),
  ...pageQuery,
});

const oneQuery = z.strictObject({
  environment: environmentName.optional().meta({
    description:
      "With an environment, the ETag is the deployment's revision. Send it as `If-Match` when you promote or roll back.",
  }),
});

const emptyBody = z.strictObject({});

export const promptEndpoints = [
  endpoint({
    id: "listPrompts",
    method: "get",
    path: "/prompts",
    summary: "List prompts by name",
    permission: "prompt:read",
    query: listQuery,
    answer: { status: 200, description: "A page of prompts.", schema: pageOf(promptView) },
    async handle({ actor, query: { isArchived, limit, cursor, ...filter } }) {
      const page = toPageRequest({ limit, cursor });
      return ok(await listPrompts(actor, { ...filter, ...page, isArchived: isArchived === "true" }));
    },
  }),
  endpoint({
    id: "createPrompt",
    method: "post",
    path: "/prompts",
    summary: "Create a prompt with its first version",
    permission: "prompt:write",
    body: createPromptInput,
    idempotency: "stored",
    answer: {
      status: 201,
      description: "The prompt and its version 1.",
      schema: promptCreated,
      headers: { Location: "The path of the prompt." },
    },
    errors: [
      "already_exists",
      "invalid_name",
      "not_found",
      "environment_not_allowed",
      "approval_required",
      ...contentErrors,
    ],
    async handle({ actor, body }) {
      const prompt = await pointingIntoBody(() => createPrompt(actor, body));
      return created(prompt, { location: `/api/v1/prompts/${encodeURIComponent(prompt.name)}` });
    },
  }),
  endpoint({
    id: "getPrompt",
    method: "get",
    path: "/prompts/{name}",
    summary: "Get a prompt and the environments where it is live",
    permission: "prompt:read",
    params: promptPath,
    query: oneQuery,
    answer: {
      status: 200,
      description: "The prompt.",
      schema: promptView,
      headers: { ETag: 'With `environment`: the deployment\'s revision, or "0" if nothing is live there.' },
    },
    async handle({ actor, params: { name }, query: { environment } }) {
      const prompt = await getPromptOrThrow(actor, name);
      if (environment === undefined) return ok(prompt);
      const live = prompt.deployments.find((deployment) => deployment.environment === environment);
      return ok(prompt, { etag: strongTag(live?.revision ?? 0) });
    },
  }),
  endpoint({
    id: "updatePrompt",
    method: "patch",
    path: "/prompts/{name}",
    summary: "Change a prompt's description or tags",
    permission: "prompt:write",
    params: promptPath,
    body: updatePromptInput.omit({ name: true }),
    answer: { status: 200, description: "The prompt.", schema: promptView },
    errors: ["invalid_state"],
    run: ({ actor, params: { name }, body }) => updatePrompt(actor, { name, ...body }),
  }),
  endpoint({
    id: "archivePrompt",
    method: "post",
    path: "/prompts/{name}/archive",
    summary: "Archive a prompt",
    description: "Its versions and history are kept. Applications get 404 until the prompt is restored.",
    permission: "prompt:write",
    params: promptPath,
    body: emptyBody,
    isBodyOptional: true,
    idempotency: "stored",
    answer: { status: 200, description: "The time when the prompt was archived.", schema: archivedView },
    errors: ["environment_not_allowed"],
    run: ({ actor, params }) => archivePrompt(actor, params),
  }),
  endpoint({
    id: "restorePrompt",
    method: "post",
    path: "/prompts/{name}/restore",
    summary: "Restore an archived prompt",
    description: "The prompt is live again in the environments where it was live.",
    permission: "prompt:write",
    params: promptPath,
    body: emptyBody,
    isBodyOptional: true,
    idempotency: "stored",
    answer: {
      status: 200,
      description: "The prompt is no longer archived: `archivedAt` is null.",
      schema: archivedView,
    },
    errors: ["environment_not_allowed"],
    run: ({ actor, params }) => restorePrompt(actor, params),
  }),
];

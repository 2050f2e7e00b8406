import { z } from "zod";
import { duplicatePrompt, removeAlias, renamePrompt } from "@/lib/registry/commands/prompts";
import { aliasView, listAliases } from "@/lib/registry/queries/aliases";
import { promptView } from "@/lib/registry/queries/prompts";
import { duplicatePromptInput, promptName, renamePromptInput } from "@/lib/registry/schema";
import { created } from "../answer";
import { endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { contentErrors } from "./content-errors";
import { promptPath } from "./fields";
import { pageOf, promptCreated } from "./schema";

const endpoint = endpointsOf("Prompts");

const aliasPath = promptPath.extend({
  alias: promptName.meta({ description: "The former name, URL-encoded: support%2Ftriage." }),
});

export const renameEndpoints = [
  endpoint({
    id: "renamePrompt",
    method: "post",
    path: "/prompts/{name}/rename",
    summary: "Rename a prompt",
    description:
      "API requests and applications can still use the old name. With `keepAlias: false`, the old name gets 404 at once.",
    permission: "prompt:write",
    params: promptPath,
    body: renamePromptInput.omit({ name: true }),
    idempotency: "stored",
    answer: { status: 200, description: "The prompt under its new name.", schema: promptView },
    errors: ["already_exists", "unchanged", "environment_not_allowed"],
    run: ({ actor, params, body }) => renamePrompt(actor, { ...params, ...body }),
  }),
  endpoint({
    id: "duplicatePrompt",
    method: "post",
    path: "/prompts/{name}/duplicate",
    summary: "Copy a version of this prompt to a new prompt",
    description:
      "The newest version, or the one in `version`, becomes version 1 of the new prompt. Description and tags are copied. The new prompt is not live in any environment.",
    permission: "prompt:write",
    params: promptPath,
    body: duplicatePromptInput.omit({ name: true }),
    idempotency: "stored",
    answer: {
      status: 201,
      description: "The new prompt and its version 1.",
      schema: promptCreated,
      headers: { Location: "The path of the new prompt." },
    },
    errors: ["already_exists", ...contentErrors],
    async handle({ actor, params, body }) {
      const prompt = await duplicatePrompt(actor, { ...params, ...body });
      return created(prompt, { location: `/api/v1/prompts/${encodeURIComponent(prompt.name)}` });
    },
  }),
  endpoint({
    id: "listAliases",
    method: "get",
    path: "/prompts/{name}/aliases",
    summary: "List a prompt's former names",
    permission: "prompt:read",
    params: promptPath,
    query: z.strictObject(pageQuery),
    answer: { status: 200, description: "A page of former names.", schema: pageOf(aliasView) },
    run: ({ actor, params, query }) => listAliases(actor, { ...params, ...toPageRequest(query) }),
  }),
  endpoint({
    id: "removeAlias",
    method: "delete",
    path: "/prompts/{name}/aliases/{alias}",
    summary: "Remove a former name",
    description: "Applications that use the name get 404 at once. Another prompt can then use the name.",
    permission: "prompt:write",
    params: aliasPath,
    answer: { status: 200, description: "The removed name.", schema: aliasView },
    errors: ["environment_not_allowed"],
    run: ({ actor, params }) => removeAlias(actor, params),
  }),
];

import { z } from "zod";
import { count } from "@/lib/core/view-fields";
import { updateSnippetPins } from "@/lib/registry/commands/update-snippet-pins";
import { listSnippetUses, planSnippetUpdate } from "@/lib/registry/queries/snippet-uses";
import { updateSnippetPinsInput } from "@/lib/registry/schema";
import { type Endpoint, endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { diffView } from "./diff-schema";
import { promptPath, versionText } from "./fields";
import { pageOf } from "./schema";

const endpoint = endpointsOf("Snippets");

const use = z
  .strictObject({
    name: z.string(),
    latestVersion: count,
    pinned: count.nullable().meta({
      description:
        "The snippet's version that the prompt's newest version includes; null if it does not include the snippet directly.",
    }),
    via: z
      .string()
      .nullable()
      .meta({ description: "Another snippet through which the prompt includes this one; null if there is none." }),
    live: z.array(z.strictObject({ environment: z.string(), version: count, pinned: count })),
  })
  .meta({ id: "SnippetUse" });

const plannedUse = z
  .strictObject({
    name: z.string(),
    latestVersion: count,
    nextVersion: count.nullable(),
    diff: diffView
      .omit({ prompt: true, from: true, to: true })
      .nullable()
      .meta({ description: "The difference in the prompt's text, with its snippets included." }),
    problem: z.string().nullable(),
  })
  .meta({ id: "PlannedSnippetUse" });

export const snippetUseEndpoints: readonly Endpoint[] = [
  endpoint({
    id: "listSnippetUses",
    method: "get",
    path: "/prompts/{name}/uses",
    summary: "List the prompts that include a snippet",
    description:
      "Lists prompts whose newest version or live version includes the snippet, directly or through another snippet.",
    permission: "prompt:read",
    params: promptPath,
    query: z.strictObject(pageQuery),
    answer: { status: 200, description: "A page of prompts by name.", schema: pageOf(use) },
    run: ({ actor, params: { name }, query }) => listSnippetUses(actor, name, toPageRequest(query)),
  }),
  endpoint({
    id: "planSnippetUpdate",
    method: "get",
    path: "/prompts/{name}/uses/plan",
    summary: "Preview what a snippet's version would change in the prompts that use it",
    permission: "prompt:read",
    params: promptPath,
    query: z.strictObject({ version: versionText }),
    answer: {
      status: 200,
      description: "All prompts that use the snippet, at most 500.",
      schema: z.strictObject({ items: z.array(plannedUse) }),
    },
    run: async ({ actor, params: { name }, query: { version } }) => ({
      items: await planSnippetUpdate(actor, name, Number(version)),
    }),
  }),
  endpoint({
    id: "updateSnippetPins",
    method: "post",
    path: "/prompts/{name}/uses/update",
    summary: "Update prompts to a version of a snippet",
    description: "Creates a new version of each prompt, in one transaction. Nothing goes live.",
    permission: "prompt:write",
    params: promptPath,
    body: updateSnippetPinsInput.omit({ snippet: true }),
    idempotency: "stored",
    answer: {
      status: 200,
      description: "The new versions, and the prompts that were already up to date.",
      schema: z.strictObject({
        items: z.array(z.strictObject({ name: z.string(), version: count })),
        unchanged: z.array(z.string()),
      }),
    },
    errors: ["invalid_state"],
    run: ({ actor, params: { name }, body }) => updateSnippetPins(actor, { snippet: name, ...body }),
  }),
];

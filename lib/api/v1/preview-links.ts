import { z } from "zod";
import { databaseNow } from "@/lib/core/database-clock";
import { revokePreview, sharePreview } from "@/lib/registry/commands/share-preview";
import { listPreviewLinks, previewLinkView } from "@/lib/registry/queries/preview-links";
import { createPreviewInput } from "@/lib/registry/schema";
import { created } from "../answer";
import { type Endpoint, endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { contentErrors, pointingIntoBody } from "./content-errors";
import { id, promptPath } from "./fields";
import { pageOf } from "./schema";

const endpoint = endpointsOf("Preview links");

const newPreviewLink = previewLinkView
  .extend({
    path: z.string().meta({ description: "The path of the page on this server. It is shown only in this answer." }),
  })
  .meta({ id: "NewPreviewLink" });

const linkPath = promptPath.extend({ id });

export const previewLinkEndpoints: readonly Endpoint[] = [
  endpoint({
    id: "listPreviewLinks",
    method: "get",
    path: "/prompts/{name}/previews",
    summary: "List a prompt's valid preview links",
    permission: "prompt:read",
    params: promptPath,
    query: z.strictObject(pageQuery),
    answer: { status: 200, description: "A page of links, newest first.", schema: pageOf(previewLinkView) },
    run: ({ actor, params: { name }, query }) => listPreviewLinks(actor, name, toPageRequest(query), databaseNow()),
  }),
  endpoint({
    id: "sharePreview",
    method: "post",
    path: "/prompts/{name}/previews",
    summary: "Create a preview link for people without an account",
    description:
      "The link shows a version, or a content that you send, filled with sample values. It shows the content at the time of this request. It is valid for 1 to 30 days.",
    permission: "prompt:write",
    params: promptPath,
    body: createPreviewInput.omit({ name: true }),
    idempotency: "unstored",
    answer: { status: 201, description: "The link.", schema: newPreviewLink },
    errors: ["invalid_state", ...contentErrors],
    async handle({ actor, params: { name }, body }) {
      const { token, ...link } = await pointingIntoBody(() => sharePreview(actor, { name, ...body }));
      return created({ ...link, path: `/preview/${token}` });
    },
  }),
  endpoint({
    id: "revokePreview",
    method: "delete",
    path: "/prompts/{name}/previews/{id}",
    summary: "Revoke a preview link",
    permission: "prompt:write",
    params: linkPath,
    answer: { status: 200, description: "The link.", schema: previewLinkView },
    run: ({ actor, params }) => revokePreview(actor, params),
  }),
];

import { z } from "zod";
import { createShareLink, revokeShareLink } from "@/lib/auth/share-links/commands";
import { listShareLinks, shareLinkView } from "@/lib/auth/share-links/queries";
import { createShareLinkInput, shareTargetInput, shareTargets } from "@/lib/auth/share-links/schema";
import { databaseNow } from "@/lib/core/database-clock";
import { shareRequest } from "@/lib/requests/commands/share-request";
import { shareRequestInput } from "@/lib/requests/schema";
import { created } from "../answer";
import { type Endpoint, endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { idPath, interactionPath } from "./fields";
import { pageOf } from "./schema";

const endpoint = endpointsOf("Share links");

const withPath = shareLinkView.extend({
  path: z.string().meta({ description: "The path of the page on this server. It is shown only in this answer." }),
});
const newShareLink = withPath.meta({ id: "NewShareLink" });
/** A link to an interaction and what it shows. */
const newInteractionLink = withPath
  .extend({
    shown: z
      .strictObject({
        input: z.unknown(),
        answer: z.unknown(),
        toolCalls: z.array(z.strictObject({ name: z.string(), input: z.unknown() })),
      })
      .meta({ description: "What people with the link see." }),
  })
  .meta({ id: "NewInteractionLink" });

export const shareLinkEndpoints: readonly Endpoint[] = [
  endpoint({
    id: "listShareLinks",
    method: "get",
    path: "/share-links",
    summary: "List valid share links",
    permission: "prompt:read",
    query: z.strictObject({
      target: z.enum(shareTargets).optional(),
      targetId: shareTargetInput.shape.targetId.optional(),
      ...pageQuery,
    }),
    answer: { status: 200, description: "A page of links, newest first.", schema: pageOf(shareLinkView) },
    run: ({ actor, query: { limit, cursor, ...of } }) =>
      listShareLinks(actor, { ...of, ...toPageRequest({ limit, cursor }) }, databaseNow()),
  }),
  endpoint({
    id: "createShareLink",
    method: "post",
    path: "/share-links",
    summary: "Create a share link to results for people without an account",
    description: "The link shows one evaluation or experiment, read-only. It is valid for 1 to 90 days.",
    permission: "share:write",
    body: createShareLinkInput,
    idempotency: "unstored",
    answer: { status: 201, description: "The link.", schema: newShareLink },
    errors: ["not_found", "invalid_state", "number_out_of_range"],
    async handle({ actor, body }) {
      const { token, ...link } = await createShareLink(actor, body);
      return created({ ...link, path: `/shared/${token}` });
    },
  }),
  endpoint({
    id: "shareInteraction",
    method: "post",
    path: "/interactions/{id}/share-links",
    summary: "Create a share link to one answer for people without an account",
    description:
      "Texts are redacted by the content policy of the environment. The ids of user and session, attributes and costs are not shown.",
    permission: "share:write",
    params: interactionPath,
    body: shareRequestInput.omit({ interactionId: true }),
    idempotency: "unstored",
    answer: { status: 201, description: "The link and its contents.", schema: newInteractionLink },
    errors: ["invalid_state", "number_out_of_range"],
    async handle({ actor, params, body }) {
      const { token, ...link } = await shareRequest(actor, { ...body, interactionId: params.id });
      return created({ ...link, path: `/shared/${token}` });
    },
  }),
  endpoint({
    id: "revokeShareLink",
    method: "delete",
    path: "/share-links/{id}",
    summary: "Revoke a share link",
    permission: "share:write",
    params: idPath,
    answer: { status: 200, description: "The link.", schema: shareLinkView },
    run: ({ actor, params }) => revokeShareLink(actor, params),
  }),
];

import { z } from "zod";
import { createShareLink, revokeShareLink } from "@/lib/auth/share-links/commands";
import { listShareLinks } from "@/lib/auth/share-links/queries";
import { createShareLinkInput, shareTargets } from "@/lib/auth/share-links/schema";
import { databaseNow } from "@/lib/core/database-clock";
import { time } from "@/lib/core/view-fields";
import { created, ok } from "../answer";
import { type Endpoint, endpoint } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { id, idPath } from "./fields";
import { pageOf } from "./schema";

const tag = "Share links";

const fields = {
  id: z.string(),
  target: z.enum(shareTargets),
  targetId: z.string(),
  createdBy: z.string(),
  createdAt: time,
  expiresAt: time,
  revokedAt: time.nullable(),
};
const shareLink = z.strictObject(fields).meta({ id: "ShareLink" });
const newShareLink = z
  .strictObject({
    ...fields,
    path: z.string().meta({ description: "The page's path on this server. Shown this once." }),
  })
  .meta({ id: "NewShareLink" });

export const shareLinkEndpoints: readonly Endpoint[] = [
  endpoint({
    id: "listShareLinks",
    method: "get",
    path: "/share-links",
    tag,
    summary: "List links to results that still hold",
    permission: "prompt:read",
    query: z.strictObject({ target: z.enum(shareTargets).optional(), targetId: id.optional(), ...pageQuery }),
    idempotency: "none",
    answer: { status: 200, description: "A page of links, newest first.", schema: pageOf(shareLink) },
    errors: ["invalid_id", "invalid_limit", "invalid_cursor"],
    async handle({ actor, query: { limit, cursor, ...of } }) {
      return ok(await listShareLinks(actor, { ...of, ...toPageRequest({ limit, cursor }) }, databaseNow()));
    },
  }),
  endpoint({
    id: "createShareLink",
    method: "post",
    path: "/share-links",
    tag,
    summary: "Make a link that shows results to people without an account",
    description: "It shows one evaluation or experiment, to be read, for 1 to 90 days.",
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
    id: "revokeShareLink",
    method: "delete",
    path: "/share-links/{id}",
    tag,
    summary: "End a link to results at once",
    permission: "share:write",
    params: idPath,
    idempotency: "none",
    answer: { status: 200, description: "The link.", schema: shareLink },
    errors: ["invalid_id", "not_found"],
    async handle({ actor, params }) {
      return ok(await revokeShareLink(actor, params));
    },
  }),
];

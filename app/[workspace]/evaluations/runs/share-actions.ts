"use server";

import { baseUrl } from "@/app/_components/base-url";
import { defineAction } from "@/lib/api/action";
import { createShareLink, revokeShareLink } from "@/lib/auth/share-links/commands";
import { listShareLinks } from "@/lib/auth/share-links/queries";
import { createShareLinkInput, shareLinkIdInput, shareTargetInput } from "@/lib/auth/share-links/schema";
import { databaseNow } from "@/lib/core/database-clock";

/** Creates a share link. Its URL is returned only here. */
export const share = defineAction(createShareLinkInput, async (actor, input) => {
  const { token, ...link } = await createShareLink(actor, input);
  return { url: `${await baseUrl()}/shared/${token}`, link };
});

/** Lists the valid share links of an object. */
export const listLinks = defineAction(shareTargetInput, (actor, of) =>
  listShareLinks(actor, { ...of, limit: 50 }, databaseNow()),
);

/** Revokes a link at once. */
export const revokeLink = defineAction(shareLinkIdInput, revokeShareLink);

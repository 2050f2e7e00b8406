"use server";

import { baseUrl } from "@/app/_components/base-url";
import { defineAction } from "@/lib/api/action";
import { createShareLink, revokeShareLink } from "@/lib/auth/share-links/commands";
import { listShareLinks } from "@/lib/auth/share-links/queries";
import { createShareLinkInput, shareLinkIdInput, shareTargetInput } from "@/lib/auth/share-links/schema";
import { databaseNow } from "@/lib/core/database-clock";

/** Makes a link; its address is shown this once. */
export const share = defineAction(createShareLinkInput, async (actor, input) => {
  const { token, ...link } = await createShareLink(actor, input);
  return { url: `${await baseUrl()}/shared/${token}`, link };
});

/** The links of one thing that still hold. */
export const listLinks = defineAction(shareTargetInput, (actor, of) =>
  listShareLinks(actor, { ...of, limit: 50 }, databaseNow()),
);

/** Ends a link at once. */
export const revokeLink = defineAction(shareLinkIdInput, revokeShareLink);

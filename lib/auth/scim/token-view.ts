import type { ScimToken } from "@/lib/core/generated/prisma/client";

/** The maximum number of SCIM tokens of a workspace: the current one and its replacement. */
export const mostTokens = 2;

/** The view of a SCIM token, without the token itself. */
export const toScimTokenView = ({ id, prefix, createdByName, createdAt, lastUsedAt }: ScimToken) => ({
  id,
  prefix,
  createdBy: createdByName,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});

export type ScimTokenView = ReturnType<typeof toScimTokenView>;

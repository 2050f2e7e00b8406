import type { ScimToken } from "@/lib/core/generated/prisma/client";

/** The view of a SCIM token, without the token itself. */
export type ScimTokenView = {
  id: string;
  prefix: string;
  createdBy: string;
  createdAt: string;
  lastUsedAt: string | null;
};

/** The maximum number of SCIM tokens of a workspace: the current one and its replacement. */
export const mostTokens = 2;

export function toScimTokenView({ id, prefix, createdByName, createdAt, lastUsedAt }: ScimToken): ScimTokenView {
  return {
    id,
    prefix,
    createdBy: createdByName,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}

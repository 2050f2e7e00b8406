import type { ScimToken } from "@/lib/core/generated/prisma/client";

/** A SCIM token, by which people recognise it. */
export type ScimTokenView = {
  id: string;
  prefix: string;
  createdBy: string;
  createdAt: string;
  lastUsedAt: string | null;
};

/** The most SCIM tokens of a workspace: the one in use, and the one that replaces it. */
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

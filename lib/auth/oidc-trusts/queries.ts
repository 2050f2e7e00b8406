import { prisma } from "@/lib/core/db";
import type { OidcTrust } from "@/lib/core/generated/prisma/client";
import type { Actor } from "../actor";
import { authorize } from "../authorize";
import type { Permission } from "../permission";
import { environmentNamesById } from "../queries/api-keys";
import type { Condition } from "./conditions";

/** An OIDC trust. Its id is no secret: a workflow sends it with its token. */
export type OidcTrustView = {
  id: string;
  name: string;
  issuer: string;
  audience: string;
  conditions: Condition[];
  rights: Permission[];
  environments: "all" | string[];
  createdBy: string;
  createdAt: string;
  lastUsedAt: string | null;
};

/** The most trusts of a workspace: one list shows them all. */
export const mostTrusts = 50;

/** The view of a trust's row; environment ids become names. */
export function toOidcTrustView(row: OidcTrust, environmentNames: ReadonlyMap<string, string>): OidcTrustView {
  return {
    id: row.id,
    name: row.name,
    issuer: row.issuer,
    audience: row.audience,
    conditions: row.conditions as Condition[],
    rights: row.rights as Permission[],
    environments: row.allEnvironments ? "all" : row.environmentIds.flatMap((id) => environmentNames.get(id) ?? []),
    createdBy: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}

/** The workspace's OIDC trusts by name: all of them, there are few. */
export async function listOidcTrusts(actor: Actor): Promise<OidcTrustView[]> {
  authorize(actor, "key:read");
  const { workspaceId } = actor;
  const [rows, names] = await Promise.all([
    prisma().oidcTrust.findMany({ where: { workspaceId }, orderBy: [{ name: "asc" }], take: mostTrusts }),
    environmentNamesById(workspaceId),
  ]);
  return rows.map((row) => toOidcTrustView(row, names));
}

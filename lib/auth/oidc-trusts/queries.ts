import { z } from "zod";
import { byName, decodeCursor, nameKey, type Page, type PageRequest, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import type { OidcTrust } from "@/lib/core/generated/prisma/client";
import { time } from "@/lib/core/view-fields";
import type { Actor } from "../actor";
import { authorize } from "../authorize";
import type { Permission } from "../permission";
import { environmentNamesById, environmentsView, rightView } from "../queries/api-keys";
import type { Condition } from "./conditions";

/** An OIDC trust. Its id is not secret: a workflow sends it with its token. */
export const oidcTrustView = z
  .strictObject({
    id: z.string().meta({ description: "The id of the trust. Pipelines send it as `client_id`. It is not secret." }),
    name: z.string(),
    issuer: z.string(),
    audience: z.string(),
    conditions: z.array(z.strictObject({ claim: z.string(), value: z.string() })),
    rights: z.array(rightView),
    environments: environmentsView,
    createdBy: z.string(),
    createdAt: time,
    lastUsedAt: time.nullable(),
  })
  .meta({ id: "OidcTrust" });
export type OidcTrustView = z.output<typeof oidcTrustView>;

/** The maximum number of trusts of a workspace. They fit on one page of the list. */
export const mostTrusts = 50;

/** The view of a trust's row. Replaces environment ids by names. */
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

/** The workspace's OIDC trusts by name. */
export async function listOidcTrusts(actor: Actor, { limit, cursor }: PageRequest): Promise<Page<OidcTrustView>> {
  authorize(actor, "key:read");
  const { workspaceId } = actor;
  const [after] = decodeCursor(cursor, nameKey) ?? [];
  const [rows, names] = await Promise.all([
    prisma().oidcTrust.findMany({
      where: { workspaceId, ...(after !== undefined && { name: { gt: after } }) },
      orderBy: { name: "asc" },
      take: limit + 1,
    }),
    environmentNamesById(workspaceId),
  ]);
  return toPage(rows, limit, byName, (row) => toOidcTrustView(row, names));
}

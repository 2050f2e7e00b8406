import { z } from "zod";
import type { Page, PageRequest } from "@/lib/core/cursor";
import { byCreation, decodeCursor, timeKey, toPage } from "@/lib/core/cursor";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import type { ApiKey, Prisma } from "@/lib/core/generated/prisma/client";
import { olderThan } from "@/lib/core/time-order";
import { time } from "@/lib/core/view-fields";
import type { Actor } from "../actor";
import { authorize, type EnvironmentScope } from "../authorize";
import { rightsOf, wideRightsOf } from "../key-rights";
import type { Permission } from "../permission";

/** A right of a key. The API documents it as a string, because later versions add rights. */
export const rightView = z.string() as unknown as z.ZodType<Permission>;

/** The names of environments, or "all". */
export const environmentsView = z.union([z.literal("all"), z.array(z.string())]);

/** An API key as views show it, without the key itself. */
export const apiKeyView = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    scope: z.enum(["runtime", "manage"]),
    rights: z.array(rightView).meta({ description: "The rights of the key." }),
    wideRights: z
      .array(rightView)
      .meta({ description: "The rights of the key that apply to the whole workspace or to other keys." }),
    prefix: z.string(),
    environments: environmentsView,
    createdBy: z.string(),
    ownerId: z.string().nullable().meta({ description: "The id of the owner." }),
    parentKeyId: z
      .string()
      .nullable()
      .meta({ description: "The id of the key that created this key; null if a person created it." }),
    createdAt: time,
    expiresAt: time.nullable(),
    revokedAt: time.nullable(),
    lastUsedAt: time.nullable(),
    rotatedFrom: z.string().nullable(),
    status: z.enum(["active", "expired", "revoked"]),
  })
  .meta({ id: "ApiKey" });
export type ApiKeyView = z.output<typeof apiKeyView>;

const iso = (date: Date | null) => date?.toISOString() ?? null;

/** The view of a key row. Replaces environment ids by names. */
export function toApiKeyView(row: ApiKey, environmentNames: ReadonlyMap<string, string>): ApiKeyView {
  const isExpired = row.expiresAt !== null && row.expiresAt.getTime() <= databaseNow().getTime();
  return {
    id: row.id,
    name: row.name,
    scope: row.scope,
    rights: rightsOf(row),
    wideRights: row.scope === "manage" ? wideRightsOf(row) : [],
    prefix: row.prefix,
    environments: row.allEnvironments ? "all" : row.environmentIds.flatMap((id) => environmentNames.get(id) ?? []),
    createdBy: row.createdByName,
    ownerId: row.ownerId,
    parentKeyId: row.parentKeyId,
    createdAt: row.createdAt.toISOString(),
    expiresAt: iso(row.expiresAt),
    revokedAt: iso(row.revokedAt),
    lastUsedAt: iso(row.lastUsedAt),
    rotatedFrom: row.rotatedFromId,
    status: row.revokedAt ? "revoked" : isExpired ? "expired" : "active",
  };
}

/** The names of the workspace's environments by id. */
export async function environmentNamesById(workspaceId: string): Promise<Map<string, string>> {
  const rows = await prisma().environment.findMany({ where: { workspaceId }, select: { id: true, name: true } });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The workspace's keys, newest first. Omits 15-minute keys of OIDC trusts; the audit log has these. */
export async function listApiKeys(actor: Actor, { limit, cursor }: PageRequest): Promise<Page<ApiKeyView>> {
  authorize(actor, "key:read");
  const { workspaceId } = actor;
  const after = decodeCursor(cursor, timeKey);
  const where: Prisma.ApiKeyWhereInput = { workspaceId, trustId: null };
  if (after) where.OR = olderThan("createdAt", after);
  const [rows, names] = await Promise.all([
    prisma().apiKey.findMany({ where, orderBy: [{ createdAt: "desc" }, { id: "desc" }], take: limit + 1 }),
    environmentNamesById(workspaceId),
  ]);
  return toPage(rows, limit, byCreation, (row) => toApiKeyView(row, names));
}

/** A key and its last use, to the minute. */
export type KeyInUse = { name: string; lastUsedAt: string };

/**
 * The keys that may read an environment and were used after `since`, by last use, at most 50. A release affects these.
 */
export async function listKeysInUse(actor: Actor, environment: EnvironmentScope, since: Date): Promise<KeyInUse[]> {
  authorize(actor, "prompt:promote", environment);
  const reaches: Prisma.ApiKeyWhereInput[] = [{ allEnvironments: true }, { environmentIds: { has: environment.id } }];
  const isValid: Prisma.ApiKeyWhereInput[] = [{ expiresAt: null }, { expiresAt: { gt: databaseNow() } }];
  const rows = await prisma().apiKey.findMany({
    where: {
      workspaceId: actor.workspaceId,
      revokedAt: null,
      lastUsedAt: { gte: since },
      AND: [{ OR: reaches }, { OR: isValid }],
    },
    orderBy: { lastUsedAt: "desc" },
    take: 50,
    select: { name: true, lastUsedAt: true },
  });
  return rows.flatMap(({ name, lastUsedAt }) => (lastUsedAt ? [{ name, lastUsedAt: lastUsedAt.toISOString() }] : []));
}

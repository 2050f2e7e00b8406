import { z } from "zod";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { time } from "@/lib/core/view-fields";
import type { Actor } from "../actor";
import { authorize } from "../authorize";
import { keyTree } from "../key-tree";
import type { ApiKeyIdInput, MemberIdInput } from "../schema";
import { type ApiKeyView, apiKeyView, environmentNamesById, rightView, toApiKeyView } from "./api-keys";

/** A right of a key and its last use, to the minute; null if never used. */
const rightUse = z.strictObject({ right: rightView, lastUsedAt: time.nullable() });
export type RightUse = z.output<typeof rightUse>;

/** A key with the use of its rights and what depends on it. */
export const keyDetailsView = z
  .strictObject({
    ...apiKeyView.shape,
    owner: z.strictObject({ id: z.string(), name: z.string(), email: z.string() }).nullable(),
    uses: z.array(rightUse),
    dependents: z
      .array(apiKeyView)
      .meta({ description: "The active keys that this key created, directly or indirectly, at most 100." }),
  })
  .meta({ id: "ApiKeyDetails" });
export type KeyDetails = z.output<typeof keyDetailsView>;

const mostListed = 100;

/** Returns a key, the use of its rights and what depends on it. Throws 404 for a key of another workspace. */
export async function getApiKey(actor: Actor, { id }: ApiKeyIdInput): Promise<KeyDetails> {
  authorize(actor, "key:read");
  const { workspaceId } = actor;
  const row = await prisma().apiKey.findFirst({ where: { id, workspaceId }, include: { uses: true } });
  if (!row) throw notFound("This API key");
  const [names, owner, dependents] = await Promise.all([
    environmentNamesById(workspaceId),
    row.ownerId
      ? prisma().user.findUnique({ where: { id: row.ownerId }, select: { id: true, name: true, email: true } })
      : null,
    listDependents(workspaceId, id),
  ]);
  const view = toApiKeyView(row, names);
  const usedAt = new Map(row.uses.map(({ right, lastUsedAt }) => [right, lastUsedAt.toISOString()]));
  return {
    ...view,
    owner,
    uses: view.rights.map((right) => ({ right, lastUsedAt: usedAt.get(right) ?? null })),
    dependents: dependents.map((each) => toApiKeyView(each, names)),
  };
}

async function listDependents(workspaceId: string, id: string) {
  const tree = await prisma().$queryRaw<{ id: string }[]>`
    ${keyTree(workspaceId, Prisma.sql`id = ${id}::uuid`)} select id from tree where id <> ${id}::uuid`;
  const ids = tree.map((each) => each.id);
  return prisma().apiKey.findMany({
    where: { workspaceId, id: { in: ids }, revokedAt: null, ...stillValid() },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: mostListed,
  });
}

const stillValid = () => ({ OR: [{ expiresAt: null }, { expiresAt: { gt: databaseNow() } }] });

/** The active keys that a member owns, by last use; at most 100. */
export async function listKeysOf(actor: Actor, { id: ownerId }: MemberIdInput): Promise<ApiKeyView[]> {
  authorize(actor, "key:read");
  const { workspaceId } = actor;
  const [rows, names] = await Promise.all([
    prisma().apiKey.findMany({
      where: { workspaceId, ownerId, revokedAt: null, ...stillValid() },
      orderBy: [{ lastUsedAt: { sort: "desc", nulls: "last" } }, { id: "desc" }],
      take: mostListed,
    }),
    environmentNamesById(workspaceId),
  ]);
  return rows.map((row) => toApiKeyView(row, names));
}

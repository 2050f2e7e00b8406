import type { Transaction } from "@/lib/core/db";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { keyTree } from "../key-tree";

export type RevokedKey = { id: string; name: string };

/**
 * Revokes all descendants of a key: the keys that it created, the keys that those created, and so on. Keeps the key
 * itself.
 */
export function revokeDescendants(tx: Transaction, workspaceId: string, keyId: string): Promise<RevokedKey[]> {
  return tx.$queryRaw<RevokedKey[]>`
    ${keyTree(workspaceId, Prisma.sql`id = ${keyId}::uuid`)}
    update api_keys set revoked_at = clock_timestamp()
    where id in (select id from tree) and id <> ${keyId}::uuid and workspace_id = ${workspaceId}::uuid
      and revoked_at is null
    returning id, name`;
}

/** Ends the OIDC trusts that a key or one of its descendants created. */
export function endTrustsOf(tx: Transaction, workspaceId: string, keyId: string): Promise<RevokedKey[]> {
  return tx.$queryRaw<RevokedKey[]>`
    ${keyTree(workspaceId, Prisma.sql`id = ${keyId}::uuid`)}
    delete from oidc_trusts where parent_key_id in (select id from tree) and workspace_id = ${workspaceId}::uuid
    returning id, name`;
}

/** Revokes the keys that a person owns, and all descendants of these keys. */
export function revokeKeysOf(tx: Transaction, workspaceId: string, ownerId: string): Promise<RevokedKey[]> {
  return tx.$queryRaw<RevokedKey[]>`
    ${keyTree(workspaceId, Prisma.sql`owner_id = ${ownerId}::uuid`)}
    update api_keys set revoked_at = clock_timestamp()
    where id in (select id from tree) and workspace_id = ${workspaceId}::uuid and revoked_at is null
    returning id, name`;
}

/** Transfers a person's keys and OIDC trusts to another person. */
export async function handOverKeys(
  tx: Transaction,
  { workspaceId, from, to }: { workspaceId: string; from: string; to: string },
): Promise<void> {
  await tx.oidcTrust.updateMany({ where: { workspaceId, ownerId: from }, data: { ownerId: to } });
  await tx.apiKey.updateMany({ where: { workspaceId, ownerId: from, revokedAt: null }, data: { ownerId: to } });
}

import { databaseNow } from "@/lib/core/database-clock";
import { prisma, type Transaction, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { Actor, SystemActor } from "../../actor";
import { recordAudit } from "../../audit";
import { lockForChange } from "../../commands/lock-members";
import { hashKey, isWellFormedKey, keyPrefix, mintKey } from "../../key-format";
import type { ScimTokenIdInput } from "../schema";
import { mostTokens, type ScimTokenView, toScimTokenView } from "../token-view";

/** A new SCIM token. The complete token is shown only this once. */
export type NewScimToken = ScimTokenView & { token: string };

async function lockAsOwner(tx: Transaction, actor: Actor): Promise<void> {
  const { acting } = await lockForChange(tx, actor);
  if (acting !== "owner") throw new AppError("forbidden", "Only owners connect an identity provider.");
}

/** Creates a token for the workspace's identity provider. Throws 403 `forbidden` unless the actor is an owner. */
export async function createScimToken(actor: Actor): Promise<NewScimToken> {
  const { workspaceId, name: createdByName } = actor;
  return transaction(async (tx) => {
    await lockAsOwner(tx, actor);
    await tx.$queryRaw`select 1 from workspaces where id = ${workspaceId}::uuid for no key update`;
    if ((await tx.scimToken.count({ where: { workspaceId, revokedAt: null } })) >= mostTokens)
      throw new AppError("invalid_state", `A workspace has ${mostTokens} tokens at most. Revoke one first.`);
    const token = mintKey("scim");
    const row = await tx.scimToken.create({
      data: { workspaceId, prefix: keyPrefix(token), hash: hashKey(token), createdByName },
    });
    await recordAudit(tx, actor, "scim-token.create", { id: row.id, name: row.prefix });
    return { ...toScimTokenView(row), token };
  });
}

/** Revokes a token. Members stay. */
export async function revokeScimToken(actor: Actor, { id }: ScimTokenIdInput): Promise<ScimTokenView> {
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    await lockAsOwner(tx, actor);
    const { count } = await tx.scimToken.updateMany({
      where: { id, workspaceId, revokedAt: null },
      data: { revokedAt: databaseNow() },
    });
    if (count === 0) throw notFound("This token");
    const row = await tx.scimToken.findUniqueOrThrow({ where: { id, workspaceId } });
    await recordAudit(tx, actor, "scim-token.revoke", { id, name: row.prefix });
    return toScimTokenView(row);
  });
}

/** Returns the actor of a SCIM request. Throws 401 `missing_api_key`, `invalid_api_key`, `api_key_revoked`. */
export async function authenticateScim(header: string | null): Promise<{ actor: SystemActor; tokenId: string }> {
  if (!header) throw new AppError("missing_api_key", "Send a SCIM token: Authorization: Bearer us_scim_…");
  const token = /^Bearer +(\S+)$/i.exec(header)?.[1];
  const row =
    token && isWellFormedKey(token)
      ? await prisma().scimToken.findUnique({ where: { hash: hashKey(token) }, omit: { hash: true } })
      : null;
  if (!row) throw new AppError("invalid_api_key", "This is not a SCIM token of this server.");
  if (row.revokedAt) throw new AppError("api_key_revoked", "This SCIM token was revoked. Make a new one in Settings.");
  const { id, workspaceId } = row;
  await prisma().$executeRaw`update scim_tokens set last_used_at = clock_timestamp()
    where id = ${id}::uuid and workspace_id = ${workspaceId}::uuid
      and (last_used_at is null or last_used_at < clock_timestamp() - interval '1 minute')`;
  return { actor: { kind: "system", workspaceId, name: "SCIM" }, tokenId: id };
}

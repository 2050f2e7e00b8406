import { databaseNow } from "@/lib/core/database-clock";
import { transaction } from "@/lib/core/db";
import { publish } from "@/lib/core/publish";
import type { Actor } from "../actor";
import { keysTopic } from "../api-keys";
import { recordAudit } from "../audit";
import { authorize } from "../authorize";
import { type ApiKeyView, toApiKeyView } from "../queries/api-keys";
import type { RevokeApiKeyInput } from "../schema";
import { assertWithinReach, loadKey } from "./api-key-record";
import { endTrustsOf, revokeDescendants } from "./revoke-keys";

/** Revokes a key, and the keys and OIDC trusts that it created unless they are to be kept. Idempotent. */
export async function revokeApiKey(
  actor: Actor,
  { id, dependents = "revoke" }: RevokeApiKeyInput,
): Promise<ApiKeyView> {
  authorize(actor, "key:write");
  const { workspaceId } = actor;
  const view = await transaction(async (tx) => {
    const { row, names, environments } = await loadKey(tx, actor, id);
    assertWithinReach(actor, row.allEnvironments, environments);
    const ended = dependents === "revoke" ? await revokeDescendants(tx, workspaceId, id) : [];
    for (const each of ended) await recordAudit(tx, actor, "key.revoke", each, { with: id });
    const trusts = dependents === "revoke" ? await endTrustsOf(tx, workspaceId, id) : [];
    for (const each of trusts) await recordAudit(tx, actor, "oidc-trust.remove", each, { with: id });
    if (row.revokedAt) return toApiKeyView(row, names);
    const revoked = await tx.apiKey.update({ where: { id, workspaceId }, data: { revokedAt: databaseNow() } });
    await recordAudit(tx, actor, "key.revoke", row, { dependents: ended.length });
    return toApiKeyView(revoked, names);
  });
  publish(keysTopic, workspaceId);
  return view;
}

import { databaseNow } from "@/lib/core/database-clock";
import { transaction } from "@/lib/core/db";
import { publish } from "@/lib/core/publish";
import type { Actor } from "../actor";
import { keysTopic } from "../api-keys";
import { authorize } from "../authorize";
import { type ApiKeyView, toApiKeyView } from "../queries/api-keys";
import type { RevokeApiKeyInput } from "../schema";
import { assertWithinReach, auditKey, loadKey } from "./api-key-record";

/** Revokes a key at once. Revoking it again changes nothing. */
export async function revokeApiKey(actor: Actor, { id }: RevokeApiKeyInput): Promise<ApiKeyView> {
  authorize(actor, "key:write");
  const view = await transaction(async (tx) => {
    const { row, names, environments } = await loadKey(tx, actor, id);
    assertWithinReach(actor, row.allEnvironments, environments);
    if (row.revokedAt) return toApiKeyView(row, names);
    const revoked = await tx.apiKey.update({
      where: { id, workspaceId: actor.workspaceId },
      data: { revokedAt: databaseNow() },
    });
    await auditKey(tx, actor, "key.revoke", row, {});
    return toApiKeyView(revoked, names);
  });
  publish(keysTopic, actor.workspaceId);
  return view;
}

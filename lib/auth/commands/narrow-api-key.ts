import { transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { publish } from "@/lib/core/publish";
import type { Actor } from "../actor";
import { keysTopic } from "../api-keys";
import { recordAudit } from "../audit";
import { authorize } from "../authorize";
import { rightsOf } from "../key-rights";
import { type ApiKeyView, toApiKeyView } from "../queries/api-keys";
import type { NarrowApiKeyInput } from "../schema";
import { assertWithinReach, loadKey } from "./api-key-record";

/** Removes rights from a key. Throws 409 `invalid_state` if no right would remain, or if the key was revoked. */
export async function narrowApiKey(actor: Actor, { id, rights }: NarrowApiKeyInput): Promise<ApiKeyView> {
  authorize(actor, "key:write");
  const { workspaceId } = actor;
  const view = await transaction(async (tx) => {
    const { row, names, environments } = await loadKey(tx, actor, id);
    assertWithinReach(actor, row.allEnvironments, environments);
    if (row.revokedAt) throw new AppError("invalid_state", "This key was revoked.");
    const before = rightsOf(row);
    const remaining = before.filter((right) => rights.includes(right));
    if (remaining.length === 0)
      throw new AppError("invalid_state", "The key would have no rights left. Revoke it instead.");
    const removed = before.filter((right) => !remaining.includes(right));
    const narrowed = await tx.apiKey.update({ where: { id, workspaceId }, data: { rights: remaining } });
    if (removed.length > 0) await recordAudit(tx, actor, "key.narrow", row, { removed });
    return toApiKeyView(narrowed, names);
  });
  publish(keysTopic, workspaceId);
  return view;
}

import type { Transaction } from "@/lib/core/db";
import type { Actor } from "../actor";
import { recordAudit } from "../audit";
import { handOverKeys, revokeKeysOf } from "./revoke-keys";

/** Revokes the keys that a person owns, or gives them to the actor. Returns how many were revoked. */
export async function endKeys(
  tx: Transaction,
  actor: Actor,
  ownerId: string,
  keys: "revoke" | "keep",
): Promise<number> {
  const { workspaceId } = actor;
  if (keys === "keep") {
    const isOwn = actor.kind === "user" && actor.userId === ownerId;
    await handOverKeys(tx, { workspaceId, from: ownerId, to: actor.kind === "user" && !isOwn ? actor.userId : null });
    return 0;
  }
  const ended = await revokeKeysOf(tx, workspaceId, ownerId);
  for (const key of ended) await recordAudit(tx, actor, "key.revoke", key, { owner: ownerId });
  return ended.length;
}

import type { Transaction } from "@/lib/core/db";
import type { Actor } from "../actor";
import { recordAudit } from "../audit";
import { handOverKeys, revokeKeysOf } from "./revoke-keys";

/** Ends the keys and OIDC trusts that a person owns, or gives them to the actor. Returns how many keys were revoked. */
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
  const trusts = await tx.oidcTrust.findMany({ where: { workspaceId, ownerId }, select: { id: true, name: true } });
  await tx.oidcTrust.deleteMany({ where: { workspaceId, id: { in: trusts.map(({ id }) => id) } } });
  for (const trust of trusts) await recordAudit(tx, actor, "oidc-trust.remove", trust, { owner: ownerId });
  const ended = await revokeKeysOf(tx, workspaceId, ownerId);
  for (const key of ended) await recordAudit(tx, actor, "key.revoke", key, { owner: ownerId });
  return ended.length;
}

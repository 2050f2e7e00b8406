import type { Transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { Actor } from "../actor";
import { recordAudit } from "../audit";
import { rolePermissions } from "../authorize";
import { handOverKeys, revokeKeysOf } from "./revoke-keys";

/**
 * Revokes the keys and OIDC trusts that a person owns, or transfers them to the actor (for a key: to its owner).
 * Returns the number of revoked keys. Throws 409 `invalid_state` if there is no possible owner for those to keep.
 */
export async function endKeys(
  tx: Transaction,
  actor: Actor,
  ownerId: string,
  keys: "revoke" | "keep",
): Promise<number> {
  const { workspaceId } = actor;
  if (keys === "keep") {
    await handOverKeys(tx, { workspaceId, from: ownerId, to: await findKeeper(tx, actor, ownerId) });
    return 0;
  }
  const trusts = await tx.oidcTrust.findMany({ where: { workspaceId, ownerId }, select: { id: true, name: true } });
  await tx.oidcTrust.deleteMany({ where: { workspaceId, id: { in: trusts.map(({ id }) => id) } } });
  for (const trust of trusts) await recordAudit(tx, actor, "oidc-trust.remove", trust, { owner: ownerId });
  const ended = await revokeKeysOf(tx, workspaceId, ownerId);
  for (const key of ended) await recordAudit(tx, actor, "key.revoke", key, { owner: ownerId });
  return ended.length;
}

/**
 * Returns the new owner of the keys that stay. It cannot be the person who leaves or loses the right to create keys.
 */
async function findKeeper(tx: Transaction, actor: Actor, goneId: string): Promise<string> {
  const id = actor.kind === "user" ? actor.userId : actor.kind === "key" ? actor.ownerId : null;
  const keeper =
    id && id !== goneId
      ? await tx.member.findUnique({ where: { workspaceId_userId: { workspaceId: actor.workspaceId, userId: id } } })
      : null;
  if (keeper && rolePermissions[keeper.role].includes("key:write")) return keeper.userId;
  throw new AppError(
    "invalid_state",
    "Nobody would own the keys that stay. Have an admin or owner do this, or let the keys be revoked.",
  );
}

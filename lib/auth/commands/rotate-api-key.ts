import { databaseNow } from "@/lib/core/database-clock";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { ApiKey } from "@/lib/core/generated/prisma/client";
import { publish } from "@/lib/core/publish";
import type { Actor } from "../actor";
import { keysTopic } from "../api-keys";
import { recordAudit } from "../audit";
import { authorize } from "../authorize";
import { hashKey, keyPrefix, mintKey } from "../key-format";
import { rightsOf } from "../key-rights";
import { toApiKeyView } from "../queries/api-keys";
import type { RotateApiKeyInput } from "../schema";
import {
  assertRights,
  assertWithinReach,
  keyLabel,
  loadKey,
  lockMaker,
  type NewApiKey,
  ownershipOf,
} from "./api-key-record";

/**
 * Creates a key with the same rights and, if the old one expires, the same lifetime. The old key expires after the
 * overlap. Throws 409 `invalid_state` for a key that was revoked, has expired, or was rotated before.
 */
export async function rotateApiKey(actor: Actor, { id, overlapHours = 24 }: RotateApiKeyInput): Promise<NewApiKey> {
  authorize(actor, "key:write");
  const made = await transaction(async (tx) => {
    await lockMaker(tx, actor);
    const { row, names, environments } = await loadKey(tx, actor, id);
    assertWithinReach(actor, row.allEnvironments, environments);
    assertRights(actor, rightsOf(row), true);
    await assertCanBeRotated(tx, row);
    const now = databaseNow().getTime();
    const overlapEnd = new Date(now + overlapHours * 3_600_000);
    const lifeMs = row.expiresAt && row.expiresAt.getTime() - row.createdAt.getTime();
    const expiresAt = row.expiresAt && row.expiresAt < overlapEnd ? row.expiresAt : overlapEnd;
    const key = mintKey(keyLabel(row.scope, row.allEnvironments ? [] : environments));
    await tx.apiKey.update({ where: { id, workspaceId: actor.workspaceId }, data: { expiresAt } });
    const next = await tx.apiKey.create({
      data: {
        workspaceId: actor.workspaceId,
        name: row.name,
        scope: row.scope,
        rights: row.rights,
        ...ownershipOf(actor),
        prefix: keyPrefix(key),
        hash: hashKey(key),
        allEnvironments: row.allEnvironments,
        environmentIds: row.environmentIds,
        createdByName: actor.name,
        expiresAt: lifeMs === null ? null : new Date(now + lifeMs),
        rotatedFromId: row.id,
      },
    });
    // The old key expires, so its OIDC trusts move to the new one.
    const ofOld = { workspaceId: actor.workspaceId, parentKeyId: row.id };
    await tx.oidcTrust.updateMany({ where: ofOld, data: { parentKeyId: next.id } });
    await recordAudit(tx, actor, "key.rotate", next, { from: row.id, overlapHours });
    return { ...toApiKeyView(next, names), key };
  });
  publish(keysTopic, actor.workspaceId);
  return made;
}

async function assertCanBeRotated(tx: Transaction, { id, workspaceId, revokedAt, expiresAt }: ApiKey): Promise<void> {
  if (revokedAt) throw new AppError("invalid_state", "This key was revoked. Make a new one instead.");
  if (expiresAt && expiresAt.getTime() <= databaseNow().getTime())
    throw new AppError("invalid_state", "This key has expired. Make a new one instead.");
  const successor = await tx.apiKey.findFirst({ where: { workspaceId, rotatedFromId: id }, select: { id: true } });
  if (successor) throw new AppError("invalid_state", "This key was already rotated. Rotate its successor.");
}

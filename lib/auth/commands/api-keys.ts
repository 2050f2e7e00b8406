import { databaseNow } from "@/lib/core/database-clock";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { ApiKey } from "@/lib/core/generated/prisma/client";
import { publish } from "@/lib/core/publish";
import type { Actor } from "../actor";
import { keysTopic } from "../api-keys";
import { recordAudit } from "../audit";
import { authorize, keyScopeRights } from "../authorize";
import { hashKey, keyPrefix, mintKey } from "../key-format";
import { defaultRights, rightsOf } from "../key-rights";
import type { Permission } from "../permission";
import { type ApiKeyView, toApiKeyView } from "../queries/api-keys";
import type { CreateApiKeyInput, NarrowApiKeyInput, RevokeApiKeyInput, RotateApiKeyInput } from "../schema";
import {
  assertRights,
  assertWithinReach,
  chooseEnvironments,
  insertKey,
  keyLabel,
  loadKey,
  lockMaker,
  type NewApiKey,
  ownershipOf,
} from "./api-key-record";
import { endTrustsOf, revokeDescendants } from "./revoke-keys";

/** Creates a key. A key cannot create one with environments or rights that it lacks. */
export async function createApiKey(actor: Actor, input: CreateApiKeyInput): Promise<NewApiKey> {
  authorize(actor, "key:write");
  if (input.expiresAt && new Date(input.expiresAt).getTime() <= databaseNow().getTime())
    throw new AppError("timestamp_out_of_range", "expiresAt lies in the past.", {
      errors: [{ pointer: "/expiresAt", code: "timestamp_out_of_range", message: "Choose a time in the future." }],
    });
  return transaction(async (tx) => {
    await lockMaker(tx, actor);
    const { chosen, names, reach } = await chooseEnvironments(tx, actor, input.environments);
    const rights = rightsToGive(actor, input);
    assertRights(actor, rights, reach.allEnvironments);
    const { key, row } = await insertKey(tx, actor, {
      label: keyLabel(input.scope, reach.allEnvironments ? [] : chosen),
      name: input.name,
      scope: input.scope,
      rights,
      reach,
      expiresAt: input.expiresAt ? new Date(input.expiresAt) : null,
    });
    await recordAudit(tx, actor, "key.create", row, { scope: row.scope, environments: input.environments, rights });
    return { ...toApiKeyView(row, names), key };
  });
}

/** The requested rights, or else the default rights that the actor holds. Throws for rights of the other scope. */
function rightsToGive(actor: Actor, { scope, rights }: CreateApiKeyInput): Permission[] {
  if (!rights) return defaultRights(scope).filter((right) => actor.kind !== "key" || rightsOf(actor).includes(right));
  const foreign = rights.find((right) => !keyScopeRights[scope].includes(right));
  if (foreign) throw new AppError("invalid_request", `A ${scope} key cannot hold the right ${foreign}.`);
  return [...new Set(rights)];
}

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

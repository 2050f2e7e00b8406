import { recordAudit } from "@/lib/core/audit";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { ApiKey } from "@/lib/core/generated/prisma/client";
import type { KeyScope } from "@/lib/core/generated/prisma/enums";
import { type Actor, actorRecord } from "./actor";
import { forgetKeys } from "./api-keys";
import { authorize } from "./authorize";
import { hashKey, keyPrefix, mintKey } from "./key-format";
import { type ApiKeyView, toApiKeyView } from "./queries";
import type { CreateApiKeyInput, RevokeApiKeyInput, RotateApiKeyInput } from "./schema";

/** A key just made: the only time it is shown whole. */
export type NewApiKey = ApiKeyView & { key: string };

type EnvironmentRow = { id: string; name: string };

function keyLabel(scope: KeyScope, environments: readonly EnvironmentRow[]): string {
  if (scope === "manage") return "manage";
  const [only] = environments;
  if (environments.length !== 1 || !only) return "run";
  return only.name === "development" ? "dev" : only.name.slice(0, 4);
}

/** Makes a key. A key cannot make one that reaches further than itself. */
export async function createApiKey(actor: Actor, input: CreateApiKeyInput): Promise<NewApiKey> {
  authorize(actor, "key:write");
  const { workspaceId } = actor;
  if (input.expiresAt && new Date(input.expiresAt).getTime() <= Date.now())
    throw new AppError("timestamp_out_of_range", "expiresAt lies in the past.", {
      errors: [{ pointer: "/expiresAt", code: "timestamp_out_of_range", message: "Choose a time to come." }],
    });
  return transaction(async (tx) => {
    const all = await tx.environment.findMany({ where: { workspaceId }, orderBy: { position: "asc" } });
    const chosen = input.environments === "all" ? all : input.environments.map((name) => pick(all, name));
    assertWithinReach(actor, input.environments === "all", chosen);
    const key = mintKey(keyLabel(input.scope, input.environments === "all" ? [] : chosen));
    const row = await tx.apiKey.create({
      data: {
        workspaceId,
        name: input.name,
        scope: input.scope,
        prefix: keyPrefix(key),
        hash: hashKey(key),
        allEnvironments: input.environments === "all",
        environmentIds: input.environments === "all" ? [] : [...new Set(chosen.map(({ id }) => id))],
        createdByName: actor.name,
        expiresAt: input.expiresAt ? new Date(input.expiresAt) : null,
      },
    });
    await audit(tx, actor, "key.create", row, { scope: row.scope, environments: input.environments });
    return { ...toApiKeyView(row, new Map(all.map(({ id, name }) => [id, name]))), key };
  });
}

function pick(all: readonly EnvironmentRow[], name: string): EnvironmentRow {
  const found = all.find((environment) => environment.name === name);
  if (!found) throw notFound(`The environment ${name}`);
  return found;
}

function assertWithinReach(actor: Actor, wantsAll: boolean, chosen: readonly EnvironmentRow[]): void {
  if (actor.kind !== "key" || actor.environments === "all") return;
  const { environments } = actor;
  const beyond = wantsAll ? "every environment" : chosen.find(({ id }) => !environments.includes(id))?.name;
  if (beyond) throw new AppError("environment_not_allowed", `This key may not make one for ${beyond}.`);
}

/** Revokes a key at once. Revoking it again changes nothing. */
export async function revokeApiKey(actor: Actor, { id }: RevokeApiKeyInput): Promise<ApiKeyView> {
  authorize(actor, "key:write");
  const view = await transaction(async (tx) => {
    const { row, names, environments } = await loadKey(tx, actor, id);
    assertWithinReach(actor, row.allEnvironments, environments);
    if (row.revokedAt) return toApiKeyView(row, names);
    const revoked = await tx.apiKey.update({
      where: { id, workspaceId: actor.workspaceId },
      data: { revokedAt: new Date() },
    });
    await audit(tx, actor, "key.revoke", row, {});
    return toApiKeyView(revoked, names);
  });
  forgetKeys();
  return view;
}

/**
 * Makes a key with the same rights, and as long a life where that had an end; the old one expires after the overlap.
 * Throws 409 `invalid_state` for a key that was revoked, has expired, or was rotated before.
 */
export async function rotateApiKey(actor: Actor, { id, overlapHours = 24 }: RotateApiKeyInput): Promise<NewApiKey> {
  authorize(actor, "key:write");
  const made = await transaction(async (tx) => {
    const { row, names, environments } = await loadKey(tx, actor, id);
    assertWithinReach(actor, row.allEnvironments, environments);
    await assertCanBeRotated(tx, row);
    const now = Date.now();
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
        prefix: keyPrefix(key),
        hash: hashKey(key),
        allEnvironments: row.allEnvironments,
        environmentIds: row.environmentIds,
        createdByName: actor.name,
        expiresAt: lifeMs === null ? null : new Date(now + lifeMs),
        rotatedFromId: row.id,
      },
    });
    await audit(tx, actor, "key.rotate", next, { from: row.id, overlapHours });
    return { ...toApiKeyView(next, names), key };
  });
  forgetKeys();
  return made;
}

async function assertCanBeRotated(tx: Transaction, { id, workspaceId, revokedAt, expiresAt }: ApiKey): Promise<void> {
  if (revokedAt) throw new AppError("invalid_state", "This key was revoked. Make a new one instead.");
  if (expiresAt && expiresAt.getTime() <= Date.now())
    throw new AppError("invalid_state", "This key has expired. Make a new one instead.");
  const successor = await tx.apiKey.findFirst({ where: { workspaceId, rotatedFromId: id }, select: { id: true } });
  if (successor) throw new AppError("invalid_state", "This key was rotated already. Rotate the one that followed it.");
}

async function loadKey(tx: Transaction, { workspaceId }: Actor, id: string) {
  await tx.$queryRaw`select 1 from api_keys where id = ${id}::uuid and workspace_id = ${workspaceId}::uuid for update`;
  const [row, all] = [
    await tx.apiKey.findFirst({ where: { id, workspaceId } }),
    await tx.environment.findMany({ where: { workspaceId }, select: { id: true, name: true } }),
  ];
  if (!row) throw notFound("This API key");
  const environments = all.filter((environment) => row.environmentIds.includes(environment.id));
  return { row, environments, names: new Map(all.map((environment) => [environment.id, environment.name])) };
}

async function audit(
  tx: Transaction,
  actor: Actor,
  action: string,
  { id, name }: { id: string; name: string },
  data: object,
): Promise<void> {
  const target = { kind: "key", id, name };
  await recordAudit(tx, { workspaceId: actor.workspaceId, actor: actorRecord(actor), action, target, data });
}

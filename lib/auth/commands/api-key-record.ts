import type { Transaction } from "@/lib/core/db";
import { hasName } from "@/lib/core/environment-name";
import { AppError, notFound } from "@/lib/core/errors";
import type { ApiKey } from "@/lib/core/generated/prisma/client";
import type { KeyScope, Role } from "@/lib/core/generated/prisma/enums";
import type { Actor } from "../actor";
import { authorize } from "../authorize";
import { hashKey, keyPrefix, mintKey } from "../key-format";
import { rightsOf, rightsToGive, workspaceWideRights } from "../key-rights";
import type { Permission } from "../permission";
import type { ApiKeyView } from "../queries/api-keys";

/** A new key. The complete key is shown only this once. */
export type NewApiKey = ApiKeyView & { key: string };

export type EnvironmentRow = { id: string; name: string };

/** The label in a key: its scope or environment in readable form. */
export function keyLabel(scope: KeyScope, environments: readonly EnvironmentRow[]): string {
  if (scope === "manage") return "manage";
  const [only] = environments;
  if (environments.length !== 1 || !only) return "run";
  return only.name === "development" ? "dev" : only.name.slice(0, 4);
}

/** A key can create, change and end only keys and trusts whose environments it can access itself. */
export function assertWithinReach(actor: Actor, wantsAll: boolean, chosen: readonly EnvironmentRow[]): void {
  if (actor.kind !== "key" || actor.environments === "all") return;
  const { environments } = actor;
  const beyond = wantsAll ? "every environment" : chosen.find(({ id }) => !environments.includes(id))?.name;
  if (beyond) throw new AppError("environment_not_allowed", `This key may not make one for ${beyond}.`);
}

/** Finds the environments of a new key by their names. Throws 404 `not_found`, 403 `environment_not_allowed`. */
export async function chooseEnvironments(tx: Transaction, actor: Actor, requested: "all" | readonly string[]) {
  const { workspaceId } = actor;
  const all = await tx.environment.findMany({ where: { workspaceId }, orderBy: { position: "asc" } });
  const pick = (name: string): EnvironmentRow => {
    const found = all.find((environment) => hasName(environment, name));
    if (!found) throw notFound(`The environment ${name}`);
    return found;
  };
  const wantsAll = requested === "all";
  const chosen = wantsAll ? all : requested.map(pick);
  assertWithinReach(actor, wantsAll, chosen);
  const environmentIds = wantsAll ? [] : [...new Set(chosen.map(({ id }) => id))];
  const names = new Map(all.map(({ id, name }) => [id, name]));
  return { chosen, names, reach: { allEnvironments: wantsAll, environmentIds } };
}

/** An actor can give only rights that it holds. A key for selected environments gets no workspace-wide rights. */
export function assertRights(actor: Actor, rights: readonly Permission[], wantsAll: boolean): void {
  const held = actor.kind === "key" ? rightsOf(actor) : actor.kind === "user" ? rightsToGive(actor.role) : null;
  const beyond = held && rights.find((right) => !held.includes(right));
  if (beyond) {
    const who = actor.kind === "user" ? `The role ${actor.role}` : "This key";
    throw new AppError("insufficient_scope", `${who} lacks the right ${beyond} and cannot give it.`);
  }
  const wide = wantsAll ? undefined : rights.find((right) => workspaceWideRights.includes(right));
  if (!wide) return;
  const message = `The right ${wide} reaches the whole workspace. Give it to a key for every environment.`;
  throw new AppError("environment_not_allowed", message, {
    errors: [{ pointer: "/rights", code: "environment_not_allowed", message }],
  });
}

/**
 * Locks the member or key that creates a key. A concurrent removal, demotion or revocation either comes first, so that
 * the creation is refused, or finds the new key and revokes it too. Returns the actor with its current role. Throws 403
 * `forbidden`, 401 `api_key_revoked`.
 */
export async function lockMaker(tx: Transaction, actor: Actor, permission: Permission = "key:write"): Promise<Actor> {
  const { workspaceId } = actor;
  if (actor.kind === "user") {
    const [member] = await tx.$queryRaw<{ role: Role }[]>`
      select role::text as role from members
      where workspace_id = ${workspaceId}::uuid and user_id = ${actor.userId}::uuid for share`;
    if (!member) throw new AppError("forbidden", "You are not a member of this workspace any more.");
    const maker = { ...actor, role: member.role };
    authorize(maker, permission);
    return maker;
  }
  if (actor.kind !== "key") return actor;
  const [key] = await tx.$queryRaw<{ revoked: boolean }[]>`
    select revoked_at is not null as revoked from api_keys
    where workspace_id = ${workspaceId}::uuid and id = ${actor.keyId}::uuid for share`;
  if (key?.revoked) throw new AppError("api_key_revoked", "This API key was revoked.");
  return actor;
}

/** The owner and the parent key of a key that the actor creates. */
export function ownershipOf(actor: Actor): { ownerId: string | null; parentKeyId: string | null } {
  if (actor.kind === "user") return { ownerId: actor.userId, parentKeyId: null };
  if (actor.kind === "key") return { ownerId: actor.ownerId ?? null, parentKeyId: actor.keyId };
  return { ownerId: null, parentKeyId: null };
}

type KeyToInsert = Pick<ApiKey, "name" | "scope" | "expiresAt"> & {
  /** The readable part of the key. */
  label: string;
  rights: readonly Permission[];
  reach: { allEnvironments: boolean; environmentIds: string[] };
};

/** Creates a key and its row in the actor's name. The key itself is not stored. */
export async function insertKey(
  tx: Transaction,
  actor: Actor,
  { label, rights, reach, ...fields }: KeyToInsert,
): Promise<{ key: string; row: ApiKey }> {
  const key = mintKey(label);
  const row = await tx.apiKey.create({
    data: {
      workspaceId: actor.workspaceId,
      ...fields,
      ...reach,
      rights: [...rights],
      ...ownershipOf(actor),
      prefix: keyPrefix(key),
      hash: hashKey(key),
      createdByName: actor.name,
    },
  });
  return { key, row };
}

/** Locks a key and reads it with its environments. */
export async function loadKey(tx: Transaction, { workspaceId }: Actor, id: string) {
  await tx.$queryRaw`select 1 from api_keys where id = ${id}::uuid and workspace_id = ${workspaceId}::uuid for update`;
  const [row, all] = [
    await tx.apiKey.findFirst({ where: { id, workspaceId } }),
    await tx.environment.findMany({ where: { workspaceId }, select: { id: true, name: true } }),
  ];
  if (!row) throw notFound("This API key");
  const environments = all.filter((environment) => row.environmentIds.includes(environment.id));
  return { row, environments, names: new Map(all.map((environment) => [environment.id, environment.name])) };
}

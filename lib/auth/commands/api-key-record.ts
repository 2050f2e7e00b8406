import { recordAudit } from "@/lib/core/audit";
import type { Transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { KeyScope } from "@/lib/core/generated/prisma/enums";
import { type Actor, actorRecord } from "../actor";
import type { ApiKeyView } from "../queries/api-keys";

/** A key just made: the only time it is shown whole. */
export type NewApiKey = ApiKeyView & { key: string };

export type EnvironmentRow = { id: string; name: string };

/** The readable word in a key: what it is for. */
export function keyLabel(scope: KeyScope, environments: readonly EnvironmentRow[]): string {
  if (scope === "manage") return "manage";
  const [only] = environments;
  if (environments.length !== 1 || !only) return "run";
  return only.name === "development" ? "dev" : only.name.slice(0, 4);
}

/** A key makes, changes and ends only what reaches no further than itself. */
export function assertWithinReach(actor: Actor, wantsAll: boolean, chosen: readonly EnvironmentRow[]): void {
  if (actor.kind !== "key" || actor.environments === "all") return;
  const { environments } = actor;
  const beyond = wantsAll ? "every environment" : chosen.find(({ id }) => !environments.includes(id))?.name;
  if (beyond) throw new AppError("environment_not_allowed", `This key may not make one for ${beyond}.`);
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

/** Writes down what was done to a key. */
export async function auditKey(
  tx: Transaction,
  actor: Actor,
  action: string,
  { id, name }: { id: string; name: string },
  data: object,
): Promise<void> {
  const target = { kind: "key", id, name };
  await recordAudit(tx, { workspaceId: actor.workspaceId, actor: actorRecord(actor), action, target, data });
}

import { type Actor, actorRecord } from "@/lib/auth/actor";
import { authorize, type EnvironmentScope } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma, type Transaction } from "@/lib/core/db";
import { environmentCalled, hasName } from "@/lib/core/environment-name";
import { AppError, notFound } from "@/lib/core/errors";
import { Prisma } from "@/lib/core/generated/prisma/client";
import type { ChangedBy } from "../gate/approved-suite";
import type { Stage } from "../lifecycle";
import { type EnvironmentView, environmentFields } from "../queries/environments";

export type LoadedEnvironment = EnvironmentScope & { stage: Stage };
/**
 * `latestVersion` is the newest version of the prompt itself. `lastNumber` is the highest number used, including draft
 * copies.
 */
export type LoadedPrompt = {
  id: string;
  name: string;
  latestVersion: number;
  lastNumber: number;
  archivedAt: Date | null;
};

/** Returns the environment with this name. Throws 404. */
export async function loadEnvironment(workspaceId: string, name: string): Promise<LoadedEnvironment> {
  const row = await prisma().environment.findFirst({
    where: { workspaceId, ...environmentCalled(name) },
    select: { id: true, name: true, stage: true, isProtected: true },
  });
  if (!row) throw notFound(`The environment ${name}`);
  return row;
}

const columns = Prisma.sql`p.id, p.name, p.latest_version as "latestVersion", p.last_number as "lastNumber",
  p.archived_at as "archivedAt"`;

/**
 * Locks the prompt's row until the transaction ends, which serializes saves and moves of one prompt. Also finds it by a
 * former name; `name` of the result is the current name. Throws 404.
 */
export async function lockPrompt(tx: Transaction, workspaceId: string, name: string): Promise<LoadedPrompt> {
  const byName = () => tx.$queryRaw<LoadedPrompt[]>`
    select ${columns} from prompts p where p.workspace_id = ${workspaceId}::uuid and p.name = ${name} for update`;
  const byAlias = () => tx.$queryRaw<LoadedPrompt[]>`
    select ${columns} from prompts p where p.workspace_id = ${workspaceId}::uuid and p.id = (select a.prompt_id
      from prompt_aliases a where a.workspace_id = ${workspaceId}::uuid and a.name = ${name}) for update`;
  // The prompt may be renamed while the first query waits for the lock. The later queries find it under its new names.
  const row = (await byName())[0] ?? (await byAlias())[0] ?? (await byName())[0];
  if (!row) throw notFound(`The prompt ${name}`);
  return row;
}

/** Locks a prompt by its id. Throws 404. */
export async function lockPromptById(tx: Transaction, workspaceId: string, id: string): Promise<LoadedPrompt> {
  const [row] = await tx.$queryRaw<LoadedPrompt[]>`
    select id, name, latest_version as "latestVersion", last_number as "lastNumber", archived_at as "archivedAt" from prompts
    where workspace_id = ${workspaceId}::uuid and id = ${id}::uuid for update`;
  if (!row) throw notFound("This prompt");
  return row;
}

/** Throws 409 `invalid_state` for an archived prompt. */
export function assertNotArchived({ name, archivedAt }: LoadedPrompt): void {
  if (archivedAt) throw new AppError("invalid_state", `${name} is archived. Restore it first.`);
}

/** The actor and the current time, as suites and gates store it. */
export function changedBy(actor: Actor): ChangedBy {
  const { actorKind: kind, actorId: id, actorName: name } = actorRecord(actor);
  return { kind, id, name, at: databaseNow().toISOString() };
}

/**
 * Locks the workspace's row, then its environments in the order of their ids, and returns them by position. This
 * serializes changes of environment names.
 */
export async function lockEnvironments(tx: Transaction, workspaceId: string): Promise<EnvironmentView[]> {
  await tx.$queryRaw`select 1 from workspaces where id = ${workspaceId}::uuid for no key update`;
  await tx.$queryRaw`select 1 from environments where workspace_id = ${workspaceId}::uuid order by id for update`;
  return tx.environment.findMany({ where: { workspaceId }, orderBy: { position: "asc" }, select: environmentFields });
}

/** Throws 409 `already_exists` if one of the environments has or had the name. `pointer` is the field of the name. */
export function assertNameFree(others: readonly EnvironmentView[], name: string, pointer: string): void {
  const other = others.find((one) => hasName(one, name));
  if (!other) return;
  const message =
    other.name === name
      ? `There is already an environment ${name}.`
      : `${name} is a former name of ${other.name}, which applications may still use. Remove it there first.`;
  throw new AppError("already_exists", message, {
    errors: [{ pointer, code: "already_exists", message: "Choose another name." }],
  });
}

/**
 * Requires the permission to release in every environment where one of the prompts is live. For changes that decide
 * whether applications get the prompts at all.
 */
export async function authorizeWhereLive(tx: Transaction, actor: Actor, promptIds: readonly string[]): Promise<void> {
  const { workspaceId } = actor;
  const environments = await tx.environment.findMany({
    where: { workspaceId, deployments: { some: { workspaceId, promptId: { in: [...promptIds] } } } },
    orderBy: { position: "asc" },
  });
  for (const environment of environments) authorize(actor, "prompt:promote", environment);
}

import { type Actor, actorRecord } from "@/lib/auth/actor";
import { recordAudits } from "@/lib/auth/audit";
import type { Transaction } from "@/lib/core/db";
import { AppError, type FieldError } from "@/lib/core/errors";

/** A prompt, whose row the transaction has locked, and its new name. */
export type Renaming = { id: string; from: string; to: string };

/** A name that is not available. `by` is a sentence about the prompt that has it. */
export type TakenName = { name: string; by: string };

/**
 * Locks names in sorted order until the transaction ends, with the same locks that the database triggers take.
 * Concurrent renames to each other's names wait instead of causing a deadlock.
 */
export async function lockNames(tx: Transaction, workspaceId: string, names: readonly string[]): Promise<void> {
  const sorted = [...new Set(names)].sort();
  await tx.$queryRaw`
    select pg_advisory_xact_lock(hashtextextended(${workspaceId}::text || '/' || name, 0))::text
    from unnest(${sorted}::text[]) with ordinality as names (name, place) order by place`;
}

/**
 * Returns the wanted names that belong to another prompt. Includes names that another prompt gives up in the same
 * action, because applications would get a different prompt by them. Requires the locks on the names.
 */
export async function findTaken(
  tx: Transaction,
  workspaceId: string,
  renamings: readonly Renaming[],
): Promise<TakenName[]> {
  const names = renamings.map(({ to }) => to);
  const rows = await tx.$queryRaw<{ name: string; owner: string; isAlias: boolean; id: string }[]>`
    select p.name, p.name as owner, false as "isAlias", p.id from prompts p
      where p.workspace_id = ${workspaceId}::uuid and p.name = any(${names}::text[])
    union all
    select a.name, p.name, true, p.id from prompt_aliases a join prompts p on p.id = a.prompt_id
      where a.workspace_id = ${workspaceId}::uuid and a.name = any(${names}::text[])`;
  const renamingByName = new Map(renamings.map(({ id, to }) => [to, id]));
  return rows
    .filter(({ name, id }) => renamingByName.get(name) !== id)
    .map(({ name, owner, isAlias }) => ({ name, by: takenWords(name, isAlias ? owner : null) }));
}

/** The sentence for a prompt that has the name, or for a former name. Pure. */
export function takenWords(name: string, formerNameOf: string | null): string {
  return formerNameOf === null
    ? `There is already a prompt ${name}.`
    : `${name} is a former name of ${formerNameOf}: applications still get that prompt by it.`;
}

/** 409 `already_exists` for one name. */
export function alreadyExists(message: string, pointer: string): AppError {
  const errors: FieldError[] = [{ pointer, code: "already_exists", message: "Choose another name." }];
  return new AppError("already_exists", message, { errors });
}

/**
 * Renames prompts. Keeps each old name as a former name if `keepAlias` is true. Requires the locks on rows and names,
 * and that no name is taken.
 */
export async function takeNames(
  tx: Transaction,
  actor: Actor,
  renamings: readonly Renaming[],
  keepAlias: boolean,
): Promise<void> {
  const { workspaceId } = actor;
  const by = actorRecord(actor);
  // A prompt may take back its former name, which is then no longer an alias.
  await tx.promptAlias.deleteMany({ where: { workspaceId, name: { in: renamings.map(({ to }) => to) } } });
  const ids = renamings.map(({ id }) => id);
  const names = renamings.map(({ to }) => to);
  await tx.$executeRaw`
    update prompts p set name = next.name, updated_at = now()
    from unnest(${ids}::uuid[], ${names}::text[]) as next (id, name)
    where p.id = next.id and p.workspace_id = ${workspaceId}::uuid`;
  const together = renamings.length > 1 ? { together: renamings.length } : {};
  const entries = renamings.map(({ id, from, to }) => ({
    action: "prompt.rename" as const,
    target: { id, name: to },
    data: { formerName: from, isKept: keepAlias, ...together },
  }));
  await recordAudits(tx, actor, entries);
  if (!keepAlias) return;
  await tx.promptAlias.createMany({
    data: renamings.map(({ id, from }) => ({ workspaceId, name: from, promptId: id, createdByName: by.actorName })),
  });
}

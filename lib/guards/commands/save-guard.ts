import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import type { AuditAction } from "@/lib/auth/audit-actions";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import { storeOnlineEvaluation } from "@/lib/evaluation/online/commands/save-online-evaluation";
import { onlineEvaluationFields } from "@/lib/evaluation/online/schema";
import {
  assertNotArchived,
  type LoadedPrompt,
  loadEnvironment,
  lockPrompt,
  lockPromptById,
} from "@/lib/registry/commands/load";
import { afterEdit, freshMemory, toMemory } from "../memory";
import { getGuardByIdOrThrow } from "../queries/guards";
import {
  type CreateGuardInput,
  createGuardInput,
  type GuardFields,
  type ReplaceGuardInput,
  replaceGuardInput,
} from "../schema";
import type { GuardView } from "../views";

/**
 * Creates the guard of a prompt in an environment. Throws 409 `already_exists` if there is one. If live answers are not
 * scored yet, turns on an online evaluation of feedback and reported measurements.
 */
export async function createGuard(actor: Actor, input: CreateGuardInput): Promise<GuardView> {
  authorize(actor, "guard:write");
  authorize(actor, "prompt:read"); // needed for the result
  const { prompt: name, environment: place, ...fields } = parseInput(createGuardInput, input);
  const environment = await loadEnvironment(actor.workspaceId, place);
  const id = await transaction(async (tx) => {
    const made = await insertGuard(tx, actor, { name, environment, fields });
    if (fields.isEnabled) await ensureScores(tx, actor, { name, environment });
    return made;
  });
  return getGuardByIdOrThrow(actor, id);
}

type PromptPlace = { name: string; environment: { id: string; name: string; isProtected: boolean } };

/**
 * Creates an online evaluation if there is none, because a guard reads only its scores. An existing one is not changed.
 */
async function ensureScores(tx: Transaction, actor: Actor, { name, environment }: PromptPlace): Promise<void> {
  const { workspaceId } = actor;
  const { id: promptId } = await lockPrompt(tx, workspaceId, name);
  const where = { workspaceId, promptId, environmentId: environment.id };
  if (await tx.onlineEvaluation.findFirst({ where, select: { id: true } })) return;
  await storeOnlineEvaluation(tx, actor, { name, environment, fields: onlineEvaluationFields.parse({}) });
}

type NewGuard = PromptPlace & { fields: GuardFields };

/**
 * Creates a guard in the caller's transaction. Locks the prompt's row. `fields` must be validated. Returns the guard's
 * id.
 */
export async function insertGuard(tx: Transaction, actor: Actor, { name, environment, fields }: NewGuard) {
  authorize(actor, "guard:write", environment);
  assertEnough(fields);
  const { workspaceId } = actor;
  const prompt = await lockPrompt(tx, workspaceId, name);
  assertNotArchived(prompt);
  const key = { promptId: prompt.id, environmentId: environment.id };
  // The prompt's lock ensures that only one of two concurrent calls creates the guard.
  if (await tx.guard.findFirst({ where: { workspaceId, ...key }, select: { id: true } }))
    throw new AppError("already_exists", `A guard already watches ${prompt.name} in ${environment.name}. Change it.`);
  const row = await tx.guard.create({ data: { workspaceId, ...key, ...fields, updatedByName: actor.name } });
  await tx.guardState.create({ data: { guardId: row.id, workspaceId, state: freshMemory(0) } });
  await audit(tx, actor, "guard.create", { id: row.id, prompt, environment }, fields);
  return row.id;
}

/**
 * Replaces all settings of a guard. Resets its state except for a running cool-down. Ensures an online evaluation like
 * `createGuard`. Throws 404 `not_found`.
 */
export async function replaceGuard(actor: Actor, input: ReplaceGuardInput): Promise<GuardView> {
  authorize(actor, "guard:write");
  authorize(actor, "prompt:read"); // needed for the result
  const { id, ...fields } = parseInput(replaceGuardInput, input);
  await transaction(async (tx) => {
    const { prompt, environment } = await updateGuard(tx, actor, { id, fields });
    if (fields.isEnabled) await ensureScores(tx, actor, { name: prompt.name, environment });
  });
  return getGuardByIdOrThrow(actor, id);
}

/** Replaces a guard's settings in the caller's transaction. Locks the prompt's row. `fields` must be validated. */
export async function updateGuard(tx: Transaction, actor: Actor, { id, fields }: { id: string; fields: GuardFields }) {
  assertEnough(fields);
  const { workspaceId } = actor;
  const guard = await lockGuard(tx, actor, id);
  assertNotArchived(guard.prompt);
  const data = { ...fields, updatedByName: actor.name, updatedAt: databaseNow() };
  await tx.guard.update({ where: { id, workspaceId }, data });
  const stored = await tx.guardState.findFirst({ where: { guardId: id, workspaceId }, select: { state: true } });
  const state = afterEdit(toMemory(stored?.state));
  await tx.guardState.update({ where: { guardId: id, workspaceId }, data: { state, seq: { increment: 1 } } });
  await audit(tx, actor, "guard.update", guard, fields);
  return guard;
}

/** Deletes a guard with its history and returns it. Throws 404 `not_found`. */
export async function removeGuard(actor: Actor, { id }: { id: string }): Promise<GuardView> {
  authorize(actor, "guard:write");
  const { workspaceId } = actor;
  const view = await getGuardByIdOrThrow(actor, id);
  await transaction(async (tx) => {
    const guard = await lockGuard(tx, actor, id);
    await tx.guard.delete({ where: { id, workspaceId } });
    await audit(tx, actor, "guard.remove", guard);
  });
  return view;
}

/** Throws 422 for a window that is too small for the minimum number of scores. */
function assertEnough({ window, minimumPerSide }: GuardFields): void {
  if (minimumPerSide <= window) return;
  const message = `A window of ${window} never holds ${minimumPerSide} scores.`;
  throw new AppError("number_out_of_range", message, {
    errors: [{ pointer: "/minimumPerSide", code: "number_out_of_range", message }],
  });
}

type Locked = { id: string; prompt: LoadedPrompt; environment: PromptPlace["environment"] };

/**
 * Locks the prompt's row and reads the guard, so that it cannot change during a rollback. Throws 404, or 403 for an
 * environment that the actor may not change.
 */
async function lockGuard(tx: Transaction, actor: Actor, id: string): Promise<Locked> {
  const { workspaceId } = actor;
  const guard = await tx.guard.findFirst({
    where: { id, workspaceId },
    select: { promptId: true, environment: { select: { id: true, name: true, isProtected: true } } },
  });
  if (!guard) throw notFound("This guard");
  authorize(actor, "guard:write", guard.environment);
  const prompt = await lockPromptById(tx, workspaceId, guard.promptId);
  if (!(await tx.guard.findFirst({ where: { id, workspaceId }, select: { id: true } }))) throw notFound("This guard");
  return { id, prompt, environment: guard.environment };
}

function audit(
  tx: Transaction,
  actor: Actor,
  action: AuditAction & `guard.${string}`,
  { id, prompt, environment }: Locked,
  fields?: GuardFields,
) {
  return recordAudit(tx, actor, action, { id, name: prompt.name }, { environment: environment.name, ...fields });
}

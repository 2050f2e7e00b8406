import type { Actor } from "@/lib/auth/actor";
import { recordAudits } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { type Transaction, transaction } from "@/lib/core/db";
import { announceEpochs, type EpochChange } from "@/lib/core/epoch";
import { AppError, invalidField, isAppError } from "@/lib/core/errors";
import { type BulkAct, type BulkInput, bulkFault } from "../bulk";
import { bulkFaultWords } from "../bulk-words";
import { endExperiments } from "./end-experiments";
import { authorizeWhereLive } from "./load";
import { type BulkProblem, type BulkResult, type BulkTarget, planBulk } from "./plan-bulk";
import { raiseEverywhere } from "./raise-epoch";
import { endHoldbacks } from "./settle-holdback";
import { takeNames } from "./take-names";

const verbs: Record<BulkAct, string> = {
  archive: "archived",
  restore: "restored",
  tag: "tagged",
  move: "moved",
  rename: "renamed",
};

/**
 * Archives, restores, tags, moves or renames up to 500 prompts, or a whole folder, in one transaction. If one prompt
 * fails, nothing is changed and the error names the prompt and the reason. With `dryRun`, only returns what would
 * change.
 */
export async function bulkPrompts(actor: Actor, input: BulkInput): Promise<BulkResult> {
  authorize(actor, "prompt:write");
  const fault = bulkFault(input);
  if (fault) throw invalidField(fault.pointer, bulkFaultWords[fault.code]);
  const { epochs, result } = await transaction(async (tx): Promise<{ epochs: EpochChange[]; result: BulkResult }> => {
    const { targets, ...plan } = await planBulk(tx, actor, input);
    const { changes, unchanged, problems } = plan;
    const total = changes.length + unchanged.length + problems.length;
    if (input.dryRun) return { epochs: [], result: { act: input.act, isDone: false, total, ...plan, undo: [] } };
    const [first] = problems;
    if (first) throw refusal(input, total, first, problems);
    const written = await writeBulk(tx, actor, input, targets);
    return { epochs: written.epochs, result: { act: input.act, isDone: true, total, ...plan, undo: written.undo } };
  });
  announceEpochs(epochs);
  return result;
}

function refusal(
  { act, names }: BulkInput,
  total: number,
  first: BulkProblem,
  problems: readonly BulkProblem[],
): AppError {
  const many = problems.length === 1 ? "One" : problems.length;
  const message = `${many} of ${total} prompts cannot be ${verbs[act]}, so none was: ${first.message}`;
  const errors = problems.map(({ name, code, message }) => {
    const index = names?.indexOf(name) ?? -1;
    return { pointer: index >= 0 ? `/names/${index}` : "/from", code, message: `${name}: ${message}` };
  });
  return new AppError(first.code, message, { errors });
}

type BulkWrites = { epochs: EpochChange[]; undo: BulkInput[] };

/** Writes the planned changes, and returns the actions that undo them. */
async function writeBulk(
  tx: Transaction,
  actor: Actor,
  input: BulkInput,
  targets: readonly BulkTarget[],
): Promise<BulkWrites> {
  if (targets.length === 0) return { epochs: [], undo: [] };
  if (input.act === "tag") return writeTags(tx, actor, targets);
  if (input.act === "archive" || input.act === "restore") return writeArchived(tx, actor, input.act, targets);
  const { keepAliases = true } = input;
  const renamings = targets.map(({ id, name, to }) => ({ id, from: name, to }));
  const { workspaceId } = actor;
  const returning = await tx.promptAlias.count({ where: { workspaceId, name: { in: targets.map(({ to }) => to) } } });
  await takeNames(tx, actor, renamings, keepAliases);
  const undo: BulkInput = {
    act: "rename",
    names: targets.map(({ to }) => to),
    to: targets.map(({ name }) => name),
    // The undo does not keep the short-lived new names as aliases, if the actor may drop names. It must keep them if a
    // prompt took back a former name.
    keepAliases: returning > 0 || !(await mayDropNames(tx, actor, targets)),
  };
  const ids = targets.map(({ id }) => id);
  return { epochs: await raiseEverywhere(tx, workspaceId, ids), undo: [undo] };
}

async function writeArchived(
  tx: Transaction,
  actor: Actor,
  act: "archive" | "restore",
  targets: readonly BulkTarget[],
): Promise<BulkWrites> {
  const { workspaceId } = actor;
  const ids = targets.map(({ id }) => id);
  const now = databaseNow();
  const data = { archivedAt: act === "archive" ? now : null, updatedAt: now };
  if (act === "archive") {
    const reason = "The prompt was archived.";
    await endExperiments(tx, actor, { promptIds: ids }, reason);
    await endHoldbacks(tx, actor, { promptIds: ids }, reason);
  }
  await tx.prompt.updateMany({ where: { workspaceId, id: { in: ids } }, data });
  await audit(tx, actor, act === "archive" ? "prompt.archive" : "prompt.restore", targets, () => ({}));
  const names = targets.map(({ name }) => name);
  return {
    epochs: await raiseEverywhere(tx, workspaceId, ids),
    undo: [{ act: act === "archive" ? "restore" : "archive", names }],
  };
}

async function writeTags(tx: Transaction, actor: Actor, targets: readonly BulkTarget[]): Promise<BulkWrites> {
  const { workspaceId } = actor;
  const next = JSON.stringify(targets.map(({ id, nextTags }) => ({ id, tags: nextTags })));
  await tx.$executeRaw`
    update prompts p set updated_at = now(), tags = array(select jsonb_array_elements_text(next.tags))
    from jsonb_to_recordset(${next}::jsonb) as next (id uuid, tags jsonb)
    where p.id = next.id and p.workspace_id = ${workspaceId}::uuid`;
  await audit(tx, actor, "prompt.update", targets, ({ nextTags }) => ({ tags: nextTags }));
  const withTag = (tag: string, from: "tags" | "nextTags", to: "tags" | "nextTags") =>
    targets.filter((target) => target[from].includes(tag) && !target[to].includes(tag)).map(({ name }) => name);
  const every = new Set(targets.flatMap(({ tags, nextTags }) => [...tags, ...nextTags]));
  const undo = [...every].flatMap((tag): BulkInput[] => {
    const [added, removed] = [withTag(tag, "nextTags", "tags"), withTag(tag, "tags", "nextTags")];
    return [
      ...(added.length > 0 ? [{ act: "tag" as const, names: added, remove: [tag] }] : []),
      ...(removed.length > 0 ? [{ act: "tag" as const, names: removed, add: [tag] }] : []),
    ];
  });
  return { epochs: [], undo };
}

function audit(
  tx: Transaction,
  actor: Actor,
  action: "prompt.archive" | "prompt.restore" | "prompt.update",
  targets: readonly BulkTarget[],
  dataOf: (target: BulkTarget) => { tags?: string[] },
) {
  const entries = targets.map((target) => ({ action, target, data: { ...dataOf(target), together: targets.length } }));
  return recordAudits(tx, actor, entries);
}

async function mayDropNames(tx: Transaction, actor: Actor, targets: readonly BulkTarget[]): Promise<boolean> {
  try {
    authorize(actor, "prompt:promote");
    await authorizeWhereLive(
      tx,
      actor,
      targets.map(({ id }) => id),
    );
    return true;
  } catch (error) {
    if (isAppError(error) && error.status === 403) return false;
    throw error;
  }
}

import { type Actor, actorRecord } from "@/lib/auth/actor";
import { type AuditRecord, recordAudits } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { isUniqueViolation } from "@/lib/core/database-errors";
import { prisma, type Transaction, transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { uuidV7 } from "@/lib/core/uuid";
import { parseInput } from "@/lib/core/validation";
import { runTask } from "@/lib/core/work/run-task";
import { loadSnippets, loadState } from "../queries/import-plan";
import type { PlannedPrompt } from "../transfer/plan";
import { type PlanImportInput, planImportInput } from "../transfer/schema";
import { type KnownState, planImportTask, readImportTask } from "../transfer/tasks";
import { askForRuns } from "./ask-for-runs";
import { lockNames } from "./take-names";

type ImportedPrompt = {
  name: string;
  action: "create" | "update" | "unchanged";
  /** The numbers of the new versions. */
  versions: number[];
  proposals: { label: string; version: number }[];
};
export type ImportResult = { items: ImportedPrompt[]; created: number; updated: number; unchanged: number };

/**
 * Imports every prompt of the files that is not skipped, in one transaction. Idempotent. Nothing goes live. Throws 422
 * `import_invalid` if a prompt cannot be imported.
 */
export async function importPrompts(actor: Actor, input: PlanImportInput): Promise<ImportResult> {
  authorize(actor, "prompt:write");
  const { workspaceId } = actor;
  const { history, expected = {}, ...options } = parseInput(planImportInput, input);
  const { prompts } = await runTask(readImportTask, options, { workspaceId });
  const snippets = await loadSnippets(actor, prompts);
  // Planned outside the transaction, to keep it short. The transaction then checks that nothing has changed.
  const state = await loadState(prisma(), workspaceId, prompts);
  const newer = Object.entries(expected).find(
    ([name, version]) => (state.known.get(name)?.latestVersion ?? 0) !== version,
  );
  if (newer) throw new AppError("revision_conflict", `Someone saved ${newer[0]} meanwhile.`);
  const plans = await runTask(planImportTask, { prompts, state, snippets, history }, { workspaceId });
  assertImportable(plans);
  await transaction(async (tx) => {
    const names = prompts.map(({ target }) => target);
    // Rows are always locked in the order of their ids, to prevent deadlocks.
    await tx.$queryRaw`select id from prompts where workspace_id = ${workspaceId}::uuid and name = any(${names}::text[])
      order by id for update`;
    const now = await loadState(tx, workspaceId, prompts);
    if (!isSameState(state, now)) throw new AppError("revision_conflict", changedSincePlan);
    await insertImported(tx, actor, plans);
  }).catch((error: unknown) => {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("already_exists", changedSincePlan);
  });
  const items = plans.map(({ name, action, versions, firstNumber, proposals }) => ({
    name,
    proposals,
    action: action as ImportedPrompt["action"],
    versions: versions.map((_, index) => firstNumber + index),
  }));
  const count = (action: PlannedPrompt["action"]) => plans.filter((plan) => plan.action === action).length;
  return { items, created: count("create"), updated: count("update"), unchanged: count("unchanged") };
}

function assertImportable(plans: readonly PlannedPrompt[]): void {
  const refused = plans.filter(({ action }) => action === "refused");
  const [first] = refused;
  if (!first) return;
  const more = refused.length > 1 ? ` (and ${refused.length - 1} more)` : "";
  const errors = refused.flatMap(({ name, problems }) =>
    problems.map(({ message, line, column }) => ({
      pointer: "/files",
      code: "import_invalid",
      message: `${name}: ${message}`,
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
    })),
  );
  const message = `${first.name} cannot be imported: ${first.problems[0]?.message ?? ""}${more} Skip it to import the rest.`;
  throw new AppError("import_invalid", message, { errors: errors.slice(0, 100) });
}

const changedSincePlan = "Someone changed one of these prompts meanwhile. Load the plan again.";

/**
 * Whether the prompts are still in the state from which the plan was made: the same prompts, newest versions and
 * archived flags.
 */
function isSameState(before: KnownState, now: KnownState): boolean {
  if (before.known.size !== now.known.size || before.aliases.size !== now.aliases.size) return false;
  return [...before.known].every(([name, { id, lastNumber, latestVersion, isArchived }]) => {
    const other = now.known.get(name);
    const isSame = other?.id === id && other.lastNumber === lastNumber && other.latestVersion === latestVersion;
    return isSame && other.isArchived === isArchived;
  });
}

/** Versions per statement. A thousand versions need about ten statements instead of three thousand. */
const chunk = 100;

/**
 * Writes the new prompts and versions of a plan. The transaction must have locked the rows of existing prompts. The
 * version numbers come from the plan, which was made from the same state.
 */
async function insertImported(tx: Transaction, actor: Actor, plans: readonly PlannedPrompt[]): Promise<void> {
  const { workspaceId } = actor;
  const changed = plans.filter(({ action }) => action === "create" || action === "update");
  const ids = new Map(changed.map((plan) => [plan, plan.id ?? uuidV7()]));
  const idOf = (plan: PlannedPrompt) => ids.get(plan) ?? "";
  const lastOf = ({ firstNumber, versions }: PlannedPrompt) => firstNumber + versions.length - 1;

  const ownerId = actor.kind === "user" ? actor.userId : null;
  const created = changed.filter(({ action }) => action === "create");
  // The triggers lock each written name. Lock all names first, in a fixed order.
  await lockNames(
    tx,
    workspaceId,
    created.map(({ name }) => name),
  );
  await tx.prompt.createMany({
    data: created.map((plan) => ({
      id: idOf(plan),
      workspaceId,
      name: plan.name,
      ownerId,
      description: plan.description ?? "",
      tags: plan.tags ?? [],
      latestVersion: lastOf(plan),
      lastNumber: lastOf(plan),
    })),
  });
  const updated = changed.filter(({ action }) => action === "update");
  await tx.$executeRaw`
    update prompts p set last_number = x.number, latest_version = x.number, updated_at = now()
    from unnest(${updated.map(idOf)}::uuid[], ${updated.map(lastOf)}::int[]) as x (id, number)
    where p.id = x.id and p.workspace_id = ${workspaceId}::uuid`;
  const rows = changed.flatMap((plan) => versionRows(actor, plan, idOf(plan)));
  for (let from = 0; from < rows.length; from += chunk)
    await tx.version.createMany({ data: rows.slice(from, from + chunk) });
  await askForRuns(
    tx,
    workspaceId,
    updated.map((plan) => ({ promptId: idOf(plan), version: lastOf(plan) })),
  );
  const entries = changed.flatMap((plan) => auditEntries(plan, idOf(plan)));
  for (let from = 0; from < entries.length; from += chunk * 5)
    await recordAudits(tx, actor, entries.slice(from, from + chunk * 5));
}

const messageOf = (message: string, { file }: PlannedPrompt) => (message || `Imported from ${file}`).slice(0, 2000);

function versionRows(actor: Actor, plan: PlannedPrompt, promptId: string): Prisma.VersionCreateManyInput[] {
  const by = actorRecord(actor);
  return plan.versions.map(({ prepared, message }, index) => ({
    workspaceId: actor.workspaceId,
    promptId,
    number: plan.firstNumber + index,
    parentNumber: index === 0 ? plan.latestVersion : plan.firstNumber + index - 1,
    message: messageOf(message, plan),
    content: prepared.content as Prisma.InputJsonValue,
    ...(prepared.expanded && { expanded: prepared.expanded as Prisma.InputJsonValue }),
    contentHash: prepared.contentHash,
    authorKind: by.actorKind,
    authorId: by.actorId,
    authorName: by.actorName,
  }));
}

function auditEntries(plan: PlannedPrompt, id: string): AuditRecord[] {
  const { name, format, file, versions, firstNumber, action } = plan;
  const target = { id, name };
  return [
    {
      target,
      action: action === "create" ? "prompt.create" : "prompt.import",
      data: { importedFrom: format, file, versions: versions.length },
    },
    ...versions.map(({ prepared, message }, index) => ({
      target,
      action: "version.create" as const,
      data: { version: firstNumber + index, message: messageOf(message, plan), contentHash: prepared.contentHash },
    })),
  ];
}

import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { isUniqueViolation } from "@/lib/core/database-errors";
import { prisma, transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import { runTask } from "@/lib/core/work/run-task";
import { loadSnippets, loadState } from "../queries/import-plan";
import type { PlannedPrompt } from "../transfer/plan";
import { type PlanImportInput, planImportInput } from "../transfer/schema";
import { type KnownState, planImportTask, readImportTask } from "../transfer/tasks";
import { insertImported } from "./insert-imported";

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

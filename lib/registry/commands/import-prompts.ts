import { type Actor, actorRecord } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { recordAudit } from "@/lib/core/audit";
import { isUniqueViolation } from "@/lib/core/database-errors";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import { loadSnippets, loadState, readPrompts } from "../queries/import-plan";
import { type PlannedPrompt, planPrompts } from "../transfer/plan";
import { type PlanImportInput, planImportInput } from "../transfer/schema";
import { insertVersion } from "./insert-version";

export type ImportedPrompt = {
  name: string;
  action: "create" | "update" | "unchanged";
  /** The numbers of the new versions. */
  versions: number[];
  proposals: { label: string; version: number }[];
};
export type ImportResult = { items: ImportedPrompt[]; created: number; updated: number; unchanged: number };

/**
 * Imports every prompt of the files that is not skipped, in one transaction: all of them or none. Importing the same
 * again changes nothing. Nothing goes live. A prompt that cannot be imported is 422 `import_invalid`.
 */
export async function importPrompts(actor: Actor, input: PlanImportInput): Promise<ImportResult> {
  authorize(actor, "prompt:write");
  const { workspaceId } = actor;
  const { history, ...options } = parseInput(planImportInput, input);
  const prompts = readPrompts(options);
  const load = await loadSnippets(actor, prompts);
  const plans = await transaction(async (tx) => {
    const names = prompts.map(({ target }) => target);
    // One after another by name, so that two imports never wait for each other.
    await tx.$queryRaw`select id from prompts where workspace_id = ${workspaceId}::uuid and name = any(${names}::text[])
      order by name for update`;
    const state = { ...(await loadState(tx, workspaceId, prompts)), load };
    const planned = planPrompts(prompts, state, history);
    assertImportable(planned);
    for (const plan of planned) await carryOut(tx, actor, plan);
    return planned;
  }).catch((error: unknown) => {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError(
      "already_exists",
      "Somebody made a prompt of one of these names meanwhile. Look at the plan again.",
    );
  });
  const items = plans.map(({ name, action, versions, firstNumber, proposals }) => ({
    ...{ name, proposals, action: action as ImportedPrompt["action"] },
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
      ...{ pointer: "/files", code: "import_invalid", message: `${name}: ${message}` },
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
    })),
  );
  const message = `${first.name} cannot be imported: ${first.problems[0]?.message ?? ""}${more} Skip it to import the rest.`;
  throw new AppError("import_invalid", message, { errors: errors.slice(0, 100) });
}

async function carryOut(tx: Transaction, actor: Actor, plan: PlannedPrompt): Promise<void> {
  if (plan.action !== "create" && plan.action !== "update") return;
  const { workspaceId } = actor;
  const { name, description, tags, file, format } = plan;
  const prompt =
    plan.action === "create"
      ? await tx.prompt.create({
          data: {
            ...{ workspaceId, name, description: description ?? "", tags: tags ?? [] },
            ownerId: actor.kind === "user" ? actor.userId : null,
          },
          select: { id: true, name: true, latestVersion: true },
        })
      : await tx.prompt.findUniqueOrThrow({
          where: { workspaceId_name: { workspaceId, name } },
          select: { id: true, name: true, latestVersion: true },
        });
  await recordAudit(tx, {
    workspaceId,
    actor: actorRecord(actor),
    action: plan.action === "create" ? "prompt.create" : "prompt.import",
    target: { kind: "prompt", id: prompt.id, name },
    data: { importedFrom: format, file, versions: plan.versions.length },
  });
  let parentVersion = prompt.latestVersion || null;
  for (const { prepared, message } of plan.versions) {
    const text = message || `Imported from ${file}`;
    const version = await insertVersion(tx, actor, { prompt, prepared, message: text.slice(0, 2000), parentVersion });
    parentVersion = version.number;
  }
}

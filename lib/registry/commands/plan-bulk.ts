import type { Actor } from "@/lib/auth/actor";
import { authorize, type EnvironmentScope } from "@/lib/auth/authorize";
import type { Transaction } from "@/lib/core/db";
import { AppError, type ErrorCode, isAppError, notFound } from "@/lib/core/errors";
import { escapeLike } from "@/lib/core/escape-like";
import { type BulkInput, bulkLimit, changedTags, movedName } from "../bulk";
import { promptNameFault } from "../prompt-name";
import { folderPrefix } from "../queries/prompt-filter";
import { listRunningExperiments } from "./end-experiments";
import { findTaken, lockNames } from "./take-names";

/** A prompt that the action changes. `to` is its new name, or null. */
type BulkChange = { name: string; to: string | null };
export type BulkProblem = { name: string; code: ErrorCode; message: string };

/** The result of a bulk action, or of its dry run. `undo` lists the actions that undo it; empty after a dry run. */
export type BulkResult = {
  act: BulkInput["act"];
  isDone: boolean;
  total: number;
  changes: BulkChange[];
  /** Prompts that are already in the wanted state. */
  unchanged: string[];
  problems: BulkProblem[];
  /** The names of the running experiments that the action stops. Its undo does not start them again. */
  stops: string[];
  undo: BulkInput[];
};

/** A locked prompt that the action changes. */
export type BulkTarget = { id: string; name: string; to: string; tags: string[]; nextTags: string[] };

type BulkPromptRow = { id: string; name: string; requestedName: string; tags: string[]; isArchived: boolean };
type Plan = Pick<BulkResult, "changes" | "unchanged" | "problems" | "stops"> & { targets: BulkTarget[] };

/** Locks the prompts in a fixed order. Returns for each what the action would change, or why it cannot. */
export async function planBulk(tx: Transaction, actor: Actor, input: BulkInput): Promise<Plan> {
  const { workspaceId } = actor;
  const rows = await lockRows(tx, workspaceId, input);
  const byRequestedName = new Map(rows.map((row) => [row.requestedName, row]));
  const problems: BulkProblem[] = [];
  const report = (name: string, { code, message }: Pick<AppError, "code" | "message">) =>
    problems.push({ name, code, message });
  for (const name of input.names ?? []) if (!byRequestedName.has(name)) report(name, notFound(`The prompt ${name}`));

  const refusals = await refusalsWhereLive(tx, actor, input, rows);
  const targets: BulkTarget[] = [];
  const unchanged: string[] = [];
  for (const row of once(rows)) {
    const target = targetOf(row, input);
    const refused = "code" in target ? target : refusals.get(row.id);
    if (!("code" in target) && isSame(row, target, input)) unchanged.push(row.name);
    else if (refused) report(row.requestedName, refused);
    else if (!("code" in target)) targets.push(target);
  }
  const free = await withFreeNames(tx, workspaceId, targets, report);
  const changes = free.map(({ name, to }) => ({ name, to: to === name ? null : to }));
  const ids = free.map(({ id }) => id);
  const stops = input.act === "archive" ? await listRunningExperiments(tx, workspaceId, ids) : [];
  return { changes, unchanged, problems, stops, targets: free };
}

async function lockRows(tx: Transaction, workspaceId: string, { names, from }: BulkInput): Promise<BulkPromptRow[]> {
  if (names === undefined) {
    const rows = await tx.$queryRaw<BulkPromptRow[]>`
      select id, name, name as "requestedName", tags, archived_at is not null as "isArchived" from prompts
      where workspace_id = ${workspaceId}::uuid and name like ${from ? `${escapeLike(folderPrefix(from))}%` : "%"}
      order by id limit ${bulkLimit + 1} for update`;
    if (rows.length > bulkLimit)
      throw new AppError(
        "invalid_request",
        `The folder ${from} holds more than ${bulkLimit} prompts. Move a part of it.`,
      );
    if (rows.length === 0) throw notFound(`The folder ${from}`);
    return rows;
  }
  const found = await tx.$queryRaw<{ id: string; requestedName: string }[]>`
    select id, name as "requestedName" from prompts where workspace_id = ${workspaceId}::uuid and name = any(${names}::text[])
    union all
    select prompt_id, name from prompt_aliases where workspace_id = ${workspaceId}::uuid and name = any(${names}::text[])`;
  const locked = await tx.$queryRaw<Omit<BulkPromptRow, "requestedName">[]>`
    select id, name, tags, archived_at is not null as "isArchived" from prompts
    where workspace_id = ${workspaceId}::uuid and id = any(${found.map(({ id }) => id)}::uuid[]) order by id for update`;
  const byId = new Map(locked.map((row) => [row.id, row]));
  return found.flatMap(({ id, requestedName }) => {
    const row = byId.get(id);
    return row ? [{ ...row, requestedName }] : [];
  });
}

/** Removes duplicates: a prompt may be named by both its own and a former name. */
function once(rows: readonly BulkPromptRow[]): BulkPromptRow[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function targetOf(row: BulkPromptRow, input: BulkInput): BulkTarget | AppError {
  const { act, folder = "", from, names, to = [], add = [], remove = [] } = input;
  const target = { id: row.id, name: row.name, to: row.name, tags: row.tags, nextTags: row.tags };
  if (act === "tag") {
    if (row.isArchived) return new AppError("invalid_state", `${row.name} is archived. Restore it first.`);
    const nextTags = [...changedTags(row.tags, add, remove)];
    if (nextTags.length > 20) return new AppError("invalid_request", `${row.name} would have more than 20 tags.`);
    return { ...target, nextTags };
  }
  if (act !== "move" && act !== "rename") return target;
  const name =
    act === "rename" ? (to[names?.indexOf(row.requestedName) ?? -1] ?? row.name) : movedName(row.name, folder, from);
  const fault = promptNameFault(name);
  return fault ? new AppError("invalid_name", `${name}: ${fault}`) : { ...target, to: name };
}

function isSame(row: BulkPromptRow, { to, nextTags }: BulkTarget, { act }: BulkInput): boolean {
  if (act === "archive") return row.isArchived;
  if (act === "restore") return !row.isArchived;
  return act === "tag" ? nextTags.join("\n") === row.tags.join("\n") : to === row.name;
}

/**
 * Refuses prompts that are live where the actor may not release, for actions that decide whether applications get them.
 */
async function refusalsWhereLive(tx: Transaction, actor: Actor, input: BulkInput, rows: readonly BulkPromptRow[]) {
  const { act, keepAliases = true } = input;
  const refusals = new Map<string, AppError>();
  if (act === "tag" || ((act === "move" || act === "rename") && keepAliases)) return refusals;
  const { workspaceId } = actor;
  const live = await tx.deployment.findMany({
    where: { workspaceId, promptId: { in: rows.map(({ id }) => id) } },
    select: { promptId: true, environment: { select: { id: true, name: true, isProtected: true } } },
    orderBy: { environment: { position: "asc" } },
  });
  for (const { promptId, environment } of live) {
    const refusal = refusalIn(actor, environment);
    if (refusal && !refusals.has(promptId)) refusals.set(promptId, refusal);
  }
  return refusals;
}

function refusalIn(actor: Actor, environment: EnvironmentScope): AppError | null {
  try {
    authorize(actor, "prompt:promote", environment);
    return null;
  } catch (error) {
    if (!isAppError(error)) throw error;
    return new AppError(error.code, `It is live in ${environment.name}. ${error.message}`);
  }
}

/** Refuses the targets whose new name is taken or is wanted by several targets. */
async function withFreeNames(
  tx: Transaction,
  workspaceId: string,
  targets: readonly BulkTarget[],
  report: (name: string, error: AppError) => void,
): Promise<BulkTarget[]> {
  const renamings = targets.filter(({ name, to }) => to !== name).map(({ id, name, to }) => ({ id, from: name, to }));
  if (renamings.length === 0) return [...targets];
  await lockNames(
    tx,
    workspaceId,
    renamings.flatMap(({ from, to }) => [from, to]),
  );
  const takenNames = new Map((await findTaken(tx, workspaceId, renamings)).map(({ name, by }) => [name, by]));
  const seen = new Set<string>();
  return targets.filter(({ name, to }) => {
    const by = takenNames.get(to) ?? (seen.has(to) ? `Two of these prompts would be called ${to}.` : null);
    seen.add(to);
    if (to === name || by === null) return true;
    report(name, new AppError("already_exists", by));
    return false;
  });
}

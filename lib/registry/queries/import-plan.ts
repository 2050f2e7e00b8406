import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma, type Transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import type { Content } from "@/lib/template/content";
import { type ContentDiff, diffContents } from "../diff";
import { type ImportFormat, type ImportNote, importLimits } from "../transfer/format";
import { nameAll } from "../transfer/names";
import {
  type KnownPrompt,
  type NamedPrompt,
  namesIn,
  type PlannedPrompt,
  type PlanState,
  planPrompts,
} from "../transfer/plan";
import { invalid, readFile } from "../transfer/read-file";
import { type PlanImportInput, planImportInput } from "../transfer/schema";
import { listSnippets, type WantedSnippet } from "./snippets";

/** What importing one prompt will do, as pages and the API show it. */
export type ImportPlanItem = {
  source: string;
  file: string;
  format: ImportFormat;
  name: string;
  action: PlannedPrompt["action"];
  /** The numbers its new versions will have. */
  versions: number[];
  latestVersion: number | null;
  returnsTo: number | null;
  summary: string;
  /** Against the newest version here; null for what changes nothing, and beyond the first 100 prompts. */
  diff: ContentDiff | null;
  proposals: { label: string; version: number }[];
  problems: ImportNote[];
  warnings: ImportNote[];
};

export type ImportPlan = { items: ImportPlanItem[]; counts: Record<PlannedPrompt["action"], number> };

const shownDiffs = 100;
const nothing: Content = { type: "chat", messages: [] };

/** What importing these files will change. Writes nothing. A file that cannot be read is 422 `import_invalid`. */
export async function planImport(actor: Actor, input: PlanImportInput): Promise<ImportPlan> {
  authorize(actor, "prompt:write");
  const { history, ...options } = parseInput(planImportInput, input);
  const prompts = readPrompts(options);
  const load = await loadSnippets(actor, prompts);
  const state = { ...(await loadState(prisma(), actor.workspaceId, prompts)), load };
  const plans = await inSlices(planPrompts(prompts, state, history));
  const counts = { create: 0, update: 0, unchanged: 0, refused: 0 };
  for (const { action } of plans) counts[action]++;
  const items = await inSlices(itemsOf(plans));
  return { items, counts };
}

function* itemsOf(plans: readonly PlannedPrompt[]): Generator<ImportPlanItem> {
  for (const [index, plan] of plans.entries()) yield toItem(plan, index < shownDiffs);
}

/** Everything a generator gives, with the process free for others every few milliseconds: it also answers resolve. */
export async function inSlices<T>(steps: Iterable<T>): Promise<T[]> {
  const all: T[] = [];
  let began = performance.now();
  for (const step of steps) {
    all.push(step);
    if (performance.now() - began < 8) continue;
    await new Promise((done) => setImmediate(done));
    began = performance.now();
  }
  return all;
}

function toItem(plan: PlannedPrompt, isShown: boolean): ImportPlanItem {
  const { source, file, format, name, action, versions, firstNumber, returnsTo, proposals, problems, warnings } = plan;
  const isChange = action === "create" || action === "update";
  const base = plan.before ?? { ...nothing, type: plan.after?.type ?? "chat" };
  const diff = isChange && plan.after && isShown ? diffContents(base, plan.after) : null;
  return {
    source,
    file,
    format,
    name,
    action,
    returnsTo,
    proposals,
    problems,
    warnings,
    diff,
    versions: versions.map((_, index) => firstNumber + index),
    latestVersion: plan.latestVersion,
    summary: action === "update" ? (diff?.summary ?? "") : "",
  };
}

/** Reads and names every prompt in the files. Pure but for its errors: 422 `import_invalid` with the place. */
export function readPrompts({
  format,
  files,
  folder,
  skip,
}: {
  format: ImportFormat | "auto";
  files: { name: string; text: string }[];
  folder?: string | undefined;
  skip: string[];
}): NamedPrompt[] {
  const bytes = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  if (bytes > importLimits.bytes)
    throw new AppError("payload_too_large", `The files have ${importLimits.bytes / 1024 / 1024} MiB together at most.`);
  const read = files.map((file, index) => ({ file, read: readFile(file, format, index) }));
  const count = read.reduce((sum, each) => sum + each.read.prompts.length, 0);
  const versions = read.flatMap((each) => each.read.prompts).reduce((sum, prompt) => sum + prompt.versions.length, 0);
  const [first] = files;
  if (count > importLimits.prompts || versions > importLimits.versions)
    throw invalid(
      0,
      first?.name ?? "",
      `There are ${count} prompts with ${versions} versions; one import takes ${importLimits.prompts} and ${importLimits.versions}. Import them in parts.`,
    );
  const named = nameAll(read, folder ?? null);
  return named.filter(({ target }) => !skip.includes(target));
}

/** The workspace's snippets that the prompts name, with those these name in turn. */
export async function loadSnippets(actor: Actor, prompts: readonly NamedPrompt[]): Promise<PlanState["load"]> {
  const wanted = new Map<string, WantedSnippet>();
  for (const { versions } of prompts)
    for (const { content } of versions) {
      const pins = (content as Partial<Content> | null)?.snippets;
      for (const name of namesIn(content)) {
        wanted.set(name, { name });
        const version = Array.isArray(pins) ? pins.find((pin) => pin?.name === name)?.version : undefined;
        if (Number.isInteger(version) && Number(version) > 0 && Number(version) < 2 ** 31)
          wanted.set(`${name}@${version}`, { name, version });
      }
    }
  if (wanted.size > 1_000)
    throw new AppError("import_invalid", "The files name more than 1,000 snippets. Import them in parts.");
  const found = await listSnippets(actor, [...wanted.values()]);
  return (name, version) => found.find((each) => each.name === name && each.asked === (version ?? null)) ?? null;
}

type KnownRow = Pick<KnownPrompt, "id" | "latestVersion" | "lastNumber" | "isArchived" | "newest" | "newestHash"> & {
  name: string;
  productionVersion: number | null;
};

/** What the workspace has under the prompts' names. */
export async function loadState(
  db: Transaction,
  workspaceId: string,
  prompts: readonly NamedPrompt[],
): Promise<Pick<PlanState, "known" | "aliases">> {
  const names = prompts.map(({ target }) => target);
  const rows = await db.$queryRaw<KnownRow[]>`
    select p.id, p.name, p.latest_version as "latestVersion", p.last_number as "lastNumber",
      p.archived_at is not null as "isArchived", v.content as newest, v.content_hash as "newestHash",
      (select max(live.number) from deployments d join environments e on e.id = d.environment_id
        join versions live on live.id = d.version_id
        where d.prompt_id = p.id and e.stage = 'production') as "productionVersion"
    from prompts p left join versions v on v.prompt_id = p.id and v.number = p.latest_version
    where p.workspace_id = ${workspaceId}::uuid and p.name = any(${names}::text[])`;
  const hashes = await db.$queryRaw<{ name: string; hash: string; number: number }[]>`
    select p.name, v.content_hash as hash, max(v.number) as number from prompts p join versions v on v.prompt_id = p.id
    where p.workspace_id = ${workspaceId}::uuid and p.name = any(${names}::text[]) and v.draft_copy_id is null
    group by p.name, v.content_hash`;
  const aliases = await db.promptAlias.findMany({
    where: { workspaceId, name: { in: names } },
    select: { name: true, prompt: { select: { name: true } } },
  });
  const numbers = new Map<string, Map<string, number>>();
  for (const { name, hash, number } of hashes)
    numbers.set(name, (numbers.get(name) ?? new Map<string, number>()).set(hash, number));
  return {
    known: new Map(rows.map(({ name, ...row }) => [name, { ...row, numbers: numbers.get(name) ?? new Map() }])),
    aliases: new Map(aliases.map(({ name, prompt }) => [name, prompt.name])),
  };
}

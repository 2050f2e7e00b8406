import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma, type Transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import { runTask } from "@/lib/core/work/run-task";
import type { Content } from "@/lib/template/content";
import { type KnownPrompt, type NamedPrompt, namesIn } from "../transfer/plan";
import type { ImportPlan } from "../transfer/plan-items";
import { type PlanImportInput, planImportInput } from "../transfer/schema";
import { describeImportTask, type KnownState, readImportTask } from "../transfer/tasks";
import { type FoundSnippet, listSnippets, type SnippetReference } from "./snippets";

/**
 * Returns what an import of these files would change. Writes nothing. Throws 422 `import_invalid` if a file cannot be
 * read, 422 `import_too_slow` if reading exceeds its processor time.
 */
export async function planImport(actor: Actor, input: PlanImportInput): Promise<ImportPlan> {
  authorize(actor, "prompt:write");
  const { workspaceId } = actor;
  const { history, expected: _, ...options } = parseInput(planImportInput, input);
  const { prompts, losses } = await runTask(readImportTask, options, { workspaceId });
  const snippets = await loadSnippets(actor, prompts);
  const state = await loadState(prisma(), workspaceId, prompts);
  return runTask(describeImportTask, { prompts, state, snippets, history, losses }, { workspaceId });
}

/** Loads the workspace's snippets that the prompts include, directly or through other snippets. */
export async function loadSnippets(actor: Actor, prompts: readonly NamedPrompt[]): Promise<FoundSnippet[]> {
  const needed = new Map<string, SnippetReference>();
  for (const { versions } of prompts)
    for (const { content } of versions) {
      const pins = (content as Partial<Content> | null)?.snippets;
      for (const name of namesIn(content)) {
        needed.set(name, { name });
        const version = Array.isArray(pins) ? pins.find((pin) => pin?.name === name)?.version : undefined;
        if (Number.isInteger(version) && Number(version) > 0 && Number(version) < 2 ** 31)
          needed.set(`${name}@${version}`, { name, version });
      }
    }
  if (needed.size > 1_000)
    throw new AppError("import_invalid", "The files name more than 1,000 snippets. Import them in parts.");
  return listSnippets(actor, [...needed.values()]);
}

type KnownRow = Pick<KnownPrompt, "id" | "latestVersion" | "lastNumber" | "isArchived" | "newest" | "newestHash"> & {
  name: string;
  productionVersion: number | null;
};

/** The workspace's prompts with these names. */
export async function loadState(
  db: Transaction,
  workspaceId: string,
  prompts: readonly NamedPrompt[],
): Promise<KnownState> {
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

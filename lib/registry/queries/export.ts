import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { recordAct } from "@/lib/auth/commands/record-read";
import { prisma } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import { escapeLike } from "@/lib/core/escape-like";
import { parseInput } from "@/lib/core/validation";
import type { Content } from "@/lib/template/content";
import { writeDotprompt } from "@/lib/template/dotprompt-write";
import { type Bundle, type BundlePrompt, type BundleVersion, writeBundle } from "../transfer/bundle";
import { importLimits } from "../transfer/format";
import { writeLangfuse } from "../transfer/langfuse-write";
import { type ExportInput, exportInput } from "../transfer/schema";

const mostCharacters = 32_000_000;
const pageOfVersions = 20;

type PromptRow = { id: string; name: string; description: string; tags: string[]; latestVersion: number };
type VersionSelection = { name: string; versions: Set<number> };

/** The result of an export, by format. */
export type PromptExport =
  | { format: "bundle"; bundle: Bundle }
  | { format: "langfuse"; prompts: Record<string, unknown>[] }
  | { format: "dotprompt"; files: { name: string; text: string }[] };

/**
 * Exports the given prompts, those of a folder, or all that are not archived, with their pinned snippets. Throws
 * `invalid_request` for more than 500 prompts, 1,000 versions or 32 million characters, 404 for an unknown name.
 */
export async function exportPrompts(
  actor: Actor,
  input: ExportInput,
  now: Date,
  most: { characters: number } = { characters: mostCharacters },
): Promise<PromptExport> {
  authorize(actor, "prompt:read");
  const { format, history, ...which } = parseInput(exportInput, input);
  const prompts = await loadPrompts(
    actor.workspaceId,
    which,
    history && format !== "dotprompt",
    format !== "dotprompt",
    most.characters,
  );
  const workspace = await prisma().workspace.findUniqueOrThrow({
    where: { id: actor.workspaceId },
    select: { id: true, name: true },
  });
  await recordAct(actor, "prompts.export", workspace, { format, history, ...namesOf(prompts) });
  if (format === "langfuse") return { format, prompts: writeLangfuse(prompts) };
  if (format === "dotprompt") return { format, files: prompts.flatMap(toFile) };
  return { format, bundle: writeBundle(workspace.name, now.toISOString(), prompts) };
}

/** For the audit log: the number of exported prompts, and the first of them by name. */
const namesOf = (prompts: readonly BundlePrompt[]) => ({
  count: prompts.length,
  prompts: prompts.slice(0, 50).map(({ name }) => name),
});

function toFile({ name, description, tags, versions }: BundlePrompt) {
  const newest = versions.at(-1);
  return newest
    ? [{ name: `${name}.prompt`, text: writeDotprompt({ name, description, tags, content: newest.content }) }]
    : [];
}

async function loadPrompts(
  workspaceId: string,
  which: { names?: string[] | undefined; folder?: string | undefined },
  hasHistory: boolean,
  hasSnippets: boolean,
  characters: number,
): Promise<BundlePrompt[]> {
  const rows = await findRows(workspaceId, which);
  const missing = which.names?.find((each) => !rows.some((row) => row.name === each));
  if (missing) throw notFound(`The prompt ${missing}`);
  const prompts = new Map<string, BundlePrompt>();
  const left = { characters };
  const add = async (row: PromptRow, numbers: number[] | null) => {
    const versions = await findVersions(workspaceId, row.id, numbers, left);
    const exported = prompts.get(row.name);
    const all = [
      ...(exported?.versions ?? []),
      ...versions.filter(({ version }) => !exported?.versions.some((each) => each.version === version)),
    ];
    all.sort((one, other) => one.version - other.version);
    prompts.set(
      row.name,
      exported ? { ...exported, versions: all } : { ...(await loadAbout(workspaceId, row)), versions: all },
    );
    const count = [...prompts.values()].reduce((sum, prompt) => sum + prompt.versions.length, 0);
    if (prompts.size > importLimits.prompts || count > importLimits.versions) throw tooMany();
  };
  for (const row of rows) await add(row, hasHistory ? null : [row.latestVersion]);
  // Each pin is looked up only once: the snippet may have been renamed or deleted, so that it never appears under this
  // name.
  const requested = new Set<string>();
  for (let open = hasSnippets ? pinsOf(prompts, requested) : []; open.length > 0; open = pinsOf(prompts, requested)) {
    const found = await findSnippetRows(
      workspaceId,
      open.map(({ name }) => name),
    );
    for (const { name, versions } of open) {
      const row = found.get(name);
      if (row) await add(row, [...versions]);
    }
  }
  return [...prompts.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/**
 * Returns pinned snippet versions that are neither among the prompts nor in `requested`, and adds them to `requested`.
 */
function pinsOf(prompts: Map<string, BundlePrompt>, requested: Set<string>): VersionSelection[] {
  const needed = new Map<string, Set<number>>();
  for (const { versions } of prompts.values())
    for (const { content } of versions)
      for (const { name, version } of content.snippets ?? []) {
        const isThere = prompts.get(name)?.versions.some((each) => each.version === version);
        if (isThere || requested.has(`${name}@${version}`)) continue;
        requested.add(`${name}@${version}`);
        needed.set(name, (needed.get(name) ?? new Set()).add(version));
      }
  return [...needed].map(([name, versions]) => ({ name, versions }));
}

/** Finds prompts by current or former names. The keys of the result are the given names. */
async function findSnippetRows(workspaceId: string, names: string[]): Promise<Map<string, PromptRow>> {
  const aliases = await prisma().promptAlias.findMany({
    where: { workspaceId, name: { in: names } },
    select: { name: true, prompt: { select: { name: true } } },
  });
  const present = new Map(aliases.map(({ name, prompt }) => [name, prompt.name]));
  const rows = await findRows(workspaceId, { names: [...new Set(names.map((name) => present.get(name) ?? name))] });
  return new Map(
    names.flatMap((name) => {
      const row = rows.find((each) => each.name === (present.get(name) ?? name));
      return row ? [[name, row] as const] : [];
    }),
  );
}

async function findRows(
  workspaceId: string,
  { names, folder }: { names?: string[] | undefined; folder?: string | undefined },
): Promise<PromptRow[]> {
  const select = { id: true, name: true, description: true, tags: true, latestVersion: true } as const;
  const name = names ? { in: names } : folder ? { startsWith: `${escapeLike(folder)}/` } : undefined;
  const rows = await prisma().prompt.findMany({
    // Given names include archived prompts, because a version may pin an archived snippet.
    where: { workspaceId, ...(names ? {} : { archivedAt: null }), ...(name && { name }) },
    select,
    orderBy: { name: "asc" },
    take: importLimits.prompts + 1,
  });
  if (rows.length > importLimits.prompts) throw tooMany();
  return rows;
}

async function loadAbout(workspaceId: string, row: PromptRow): Promise<Omit<BundlePrompt, "versions">> {
  const { id: promptId, name, description, tags } = row;
  const aliases = await prisma().promptAlias.findMany({
    where: { workspaceId, promptId },
    select: { name: true },
    orderBy: { name: "asc" },
  });
  const deployments = await prisma().deployment.findMany({
    where: { workspaceId, promptId },
    select: { environment: { select: { name: true } }, version: { select: { number: true } } },
    orderBy: { environment: { position: "asc" } },
  });
  return {
    name,
    description,
    tags,
    aliases: aliases.map((alias) => alias.name),
    deployments: deployments.map(({ environment, version }) => ({
      environment: environment.name,
      version: version.number,
    })),
  };
}

/** Reads versions in small pages, because a thousand of them can have 256 MB. Counts their length down in `left`. */
async function findVersions(
  workspaceId: string,
  promptId: string,
  numbers: number[] | null,
  left: { characters: number },
): Promise<BundleVersion[]> {
  const versions: BundleVersion[] = [];
  for (let after = 0; ; ) {
    const rows = await prisma().version.findMany({
      where: {
        workspaceId,
        promptId,
        number: { gt: after, ...(numbers && { in: numbers }) },
        ...(!numbers && { draftCopyId: null }),
      },
      select: { number: true, content: true, contentHash: true, message: true, authorName: true, createdAt: true },
      orderBy: { number: "asc" },
      take: pageOfVersions,
    });
    for (const { number, content, contentHash, message, authorName, createdAt } of rows) {
      left.characters -= JSON.stringify(content).length;
      versions.push({
        version: number,
        content: content as Content,
        contentHash,
        message,
        author: authorName,
        createdAt: createdAt.toISOString(),
      });
      after = number;
    }
    if (left.characters < 0 || versions.length > importLimits.versions) throw tooMany();
    if (rows.length < pageOfVersions) return versions;
  }
}

function tooMany(): AppError {
  const message = `One export holds at most ${importLimits.prompts} prompts and ${importLimits.versions} versions, with ${mostCharacters / 1_000_000} million characters. Export by folder, or without the history.`;
  return new AppError("invalid_request", message);
}

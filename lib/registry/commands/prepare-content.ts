import { prisma } from "@/lib/core/db";
import type { Content } from "@/lib/template/content";
import { expansionLimits, type LoadedSnippet, snippetNames } from "@/lib/template/expand";
import { type PreparedContent, prepareParsed } from "../prepare";
import { parseContent } from "../schema";

/**
 * Checks content and fixes everything it depends on: variables and snippet versions. A snippet that is not pinned is
 * pinned to its version in production, else its latest. Throws the template's and schema's codes.
 */
export async function prepareContent(workspaceId: string, name: string, input: unknown): Promise<PreparedContent> {
  const content = parseContent(input);
  const snippets = await loadSnippets(workspaceId, content);
  return prepareParsed(content, (wanted, version) => snippets.get(keyOf(wanted, version)) ?? null, name);
}

const keyOf = (name: string, version?: number) => `${name}@${version ?? ""}`;
type Wanted = { name: string; version: number | undefined };

const wantedBy = (content: Content): Wanted[] =>
  snippetNames(content).map((name) => ({ name, version: content.snippets?.find((pin) => pin.name === name)?.version }));

async function loadSnippets(workspaceId: string, content: Content): Promise<Map<string, LoadedSnippet>> {
  const found = new Map<string, LoadedSnippet>();
  let wanted = wantedBy(content);
  for (let depth = 0; wanted.length > 0 && depth <= expansionLimits.depth; depth++) {
    const loaded = await Promise.all(wanted.map((one) => loadSnippet(workspaceId, one)));
    const next: Wanted[] = [];
    for (const [index, snippet] of loaded.entries()) {
      const one = wanted[index];
      if (!one || !snippet) continue;
      found.set(keyOf(one.name, one.version), snippet);
      next.push(...wantedBy(snippet.content));
    }
    wanted = next.filter(({ name, version }) => !found.has(keyOf(name, version)));
  }
  return found;
}

async function loadSnippet(workspaceId: string, { name, version }: Wanted): Promise<LoadedSnippet | null> {
  const [row] = await prisma().$queryRaw<{ number: number; content: Content }[]>`
    select v.number, v.content from prompts p join versions v on v.prompt_id = p.id
    left join deployments d on d.prompt_id = p.id and d.version_id = v.id
      and d.environment_id in (select id from environments e where e.workspace_id = p.workspace_id and e.stage = 'production')
    where p.workspace_id = ${workspaceId}::uuid and p.name = ${name} and p.archived_at is null
      and (${version ?? null}::int is null or v.number = ${version ?? null}::int)
    order by d.version_id is not null desc, v.number desc limit 1`;
  return row ? { name, version: row.number, content: row.content } : null;
}

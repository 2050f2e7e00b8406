import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma, type Transaction } from "@/lib/core/db";
import type { Content } from "@/lib/template/content";
import { expansionLimits, type LoadedSnippet, snippetNames } from "@/lib/template/expand";

/** A required snippet, with a pinned version or the version to choose now. */
export type SnippetReference = { name: string; version?: number | undefined };

/** A found snippet under the requested name. `requestedVersion` is null if none was given. */
export type FoundSnippet = LoadedSnippet & { requestedVersion: number | null };

/** The snippets that a content includes directly, with their pinned versions. */
export function snippetReferences(content: Content): SnippetReference[] {
  return snippetNames(content).map((name) => ({
    name,
    version: content.snippets?.find((pin) => pin.name === name)?.version,
  }));
}

/**
 * Loads the wanted snippets and those that they include, recursively. Omits snippets that do not exist. The default
 * version is the one in production, else the latest. Pass the transaction as `db` within a transaction.
 */
export async function listSnippets(
  actor: Actor,
  references: readonly SnippetReference[],
  db: Transaction = prisma(),
): Promise<FoundSnippet[]> {
  authorize(actor, "prompt:read");
  const found = new Map<string, FoundSnippet>();
  let open = [...references];
  for (let depth = 0; open.length > 0 && depth <= expansionLimits.depth; depth++) {
    const loaded = await Promise.all(open.map((one) => findSnippet(db, actor.workspaceId, one)));
    const next: SnippetReference[] = [];
    for (const snippet of loaded) {
      if (!snippet) continue;
      found.set(keyOf(snippet.name, snippet.requestedVersion), snippet);
      next.push(...snippetReferences(snippet.content));
    }
    open = next.filter(({ name, version }) => !found.has(keyOf(name, version ?? null)));
  }
  return [...found.values()];
}

/** Whether a prompt is a snippet: its newest version is a text prompt. */
export async function isSnippet(actor: Actor, promptId: string): Promise<boolean> {
  authorize(actor, "prompt:read");
  const [row] = await prisma().$queryRaw<{ isText: boolean }[]>`
    select v.content->>'type' = 'text' as "isText" from prompts p join versions v on v.prompt_id = p.id and v.number = p.latest_version
    where p.workspace_id = ${actor.workspaceId}::uuid and p.id = ${promptId}::uuid`;
  return row?.isText ?? false;
}

/** Names of the prompts that are snippets (text prompts). At most 500, by name. */
export async function listSnippetNames(actor: Actor): Promise<string[]> {
  authorize(actor, "prompt:read");
  const rows = await prisma().$queryRaw<{ name: string }[]>`
    select p.name from prompts p join versions v on v.prompt_id = p.id and v.number = p.latest_version
    where p.workspace_id = ${actor.workspaceId}::uuid and p.archived_at is null and v.content->>'type' = 'text'
    order by p.name limit 500`;
  return rows.map(({ name }) => name);
}

const keyOf = (name: string, requestedVersion: number | null) => `${name}@${requestedVersion ?? ""}`;

async function findSnippet(
  db: Transaction,
  workspaceId: string,
  { name, version }: SnippetReference,
): Promise<FoundSnippet | null> {
  const requestedVersion = version ?? null;
  const [row] = await db.$queryRaw<{ owner: string; number: number; content: Content }[]>`
    select p.name as owner, v.number, v.content from prompts p join versions v on v.prompt_id = p.id
    left join deployments d on d.prompt_id = p.id and d.version_id = v.id
      and d.environment_id in (select id from environments e where e.workspace_id = p.workspace_id and e.stage = 'production')
    where p.workspace_id = ${workspaceId}::uuid and p.archived_at is null and v.draft_copy_id is null and p.id = coalesce(
        (select id from prompts where workspace_id = ${workspaceId}::uuid and name = ${name}),
        (select prompt_id from prompt_aliases where workspace_id = ${workspaceId}::uuid and name = ${name}))
      and (${requestedVersion}::int is null or v.number = ${requestedVersion}::int)
    order by d.version_id is not null desc, v.number desc limit 1`;
  return row ? { name, requestedVersion, owner: row.owner, version: row.number, content: row.content } : null;
}

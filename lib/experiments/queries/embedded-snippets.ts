import { prisma } from "@/lib/core/db";

/** A snippet that a version of a prompt includes, and the snippet's newest version. */
export type EmbeddedSnippet = {
  /** The version number of the prompt. */
  version: number;
  snippet: string;
  pinned: number;
  /** The newest version of the snippet itself, without its draft copies. Equals `pinned` if the pin is current. */
  newest: number;
  newestAt: Date;
};

/**
 * The snippets that these versions of a prompt include, as pinned. The content of a variant never changes by itself.
 */
export async function readEmbeddedSnippets(
  { workspaceId, promptId }: { workspaceId: string; promptId: string },
  versions: readonly number[],
): Promise<EmbeddedSnippet[]> {
  return prisma().$queryRaw<EmbeddedSnippet[]>`
    select v.number as version, p.name as snippet, (pin->>'version')::int as pinned, n.number as newest,
      n.created_at as "newestAt"
    from versions v
    cross join lateral jsonb_array_elements(coalesce(v.content->'snippets', '[]')) pin
    cross join lateral (
      select s.id, s.name from prompts s
      where s.workspace_id = v.workspace_id and (s.name = pin->>'name' or s.id in (
        select a.prompt_id from prompt_aliases a where a.workspace_id = v.workspace_id and a.name = pin->>'name'))
      order by s.name = pin->>'name' desc limit 1) p
    cross join lateral (
      select number, created_at from versions n
      where n.workspace_id = v.workspace_id and n.prompt_id = p.id and n.draft_copy_id is null
      order by number desc limit 1) n
    where v.workspace_id = ${workspaceId}::uuid and v.prompt_id = ${promptId}::uuid
      and v.number = any(${versions as number[]}::int[])
    order by v.number, p.name`;
}

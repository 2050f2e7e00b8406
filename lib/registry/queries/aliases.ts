import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { byName, decodeCursor, nameKey, type Page, type PageRequest, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import { time } from "@/lib/core/view-fields";
import { findPromptOrThrow } from "./find-prompt";

/** A former name of a prompt, which still refers to it. */
export const aliasView = z
  .strictObject({ name: z.string(), createdBy: z.string(), createdAt: time })
  .meta({ id: "Alias" });
export type AliasView = z.output<typeof aliasView>;

/** A prompt's former names, by name. */
export async function listAliases(
  actor: Actor,
  { name, limit, cursor }: PageRequest & { name: string },
): Promise<Page<AliasView>> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const { id: promptId } = await findPromptOrThrow(workspaceId, name);
  const after = decodeCursor(cursor, nameKey);
  const rows = await prisma().promptAlias.findMany({
    where: { workspaceId, promptId, ...(after && { name: { gt: after[0] } }) },
    orderBy: { name: "asc" },
    take: limit + 1,
  });
  return toPage(rows, limit, byName, (row) => ({
    name: row.name,
    createdBy: row.createdByName,
    createdAt: row.createdAt.toISOString(),
  }));
}

/** How many prompts include a snippet by exactly these names in their newest version. */
export async function countUsesByName(actor: Actor, names: readonly string[]): Promise<Map<string, number>> {
  authorize(actor, "prompt:read");
  if (names.length === 0) return new Map();
  const rows = await prisma().$queryRaw<{ name: string; count: number }[]>`
    select pin->>'name' as name, count(*)::int as count
    from prompts p join versions v on v.prompt_id = p.id and v.number = p.latest_version,
      jsonb_array_elements(v.content->'snippets') as pin
    where p.workspace_id = ${actor.workspaceId}::uuid and p.archived_at is null and pin->>'name' = any(${names}::text[])
    group by 1`;
  return new Map(rows.map(({ name, count }) => [name, count]));
}

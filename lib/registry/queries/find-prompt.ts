import { z } from "zod";
import { prisma } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { textFault } from "@/lib/core/text";

/** A prompt as its name finds it: by the name it has now. */
export type FoundPrompt = { id: string; name: string };

/** The prompt that a name leads to, be it its own or a former one; null when it leads nowhere. For queries of this room. */
export async function findPrompt(workspaceId: string, name: string): Promise<FoundPrompt | null> {
  if (textFault(name)) return null; // an address may hold what no name can, and PostgreSQL cannot take
  const [row] = await prisma().$queryRaw<FoundPrompt[]>`
    select id, name from prompts where workspace_id = ${workspaceId}::uuid and name = ${name}
    union all
    select p.id, p.name from prompt_aliases a join prompts p on p.id = a.prompt_id
    where a.workspace_id = ${workspaceId}::uuid and a.name = ${name}
    limit 1`;
  return row ?? null;
}

/** The prompt that a name, or a former one, leads to; 404 `not_found`. */
export async function findPromptOrThrow(workspaceId: string, name: string): Promise<FoundPrompt> {
  const found = await findPrompt(workspaceId, name);
  if (!found) throw notFound(`The prompt ${name}`);
  return found;
}

/** The name of the prompt with this id; null for everything else, names included. */
export async function promptNameOf(workspaceId: string, id: string): Promise<string | null> {
  if (!z.guid().safeParse(id).success) return null;
  const row = await prisma().prompt.findUnique({ where: { id, workspaceId }, select: { name: true } });
  return row?.name ?? null;
}

/** As a condition on a row's prompt: this is its name, or was. The workspace must stand beside it. */
export function calledBy(name: string): Prisma.PromptWhereInput {
  return { OR: [{ name }, { aliases: { some: { name } } }] };
}

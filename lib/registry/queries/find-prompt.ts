import { z } from "zod";
import { prisma } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { textFault } from "@/lib/core/text";

/** A prompt with its current name. */
export type FoundPrompt = { id: string; name: string };

/** Finds a prompt by its current or a former name; null if there is none. For queries of this room. */
export async function findPrompt(workspaceId: string, name: string): Promise<FoundPrompt | null> {
  if (textFault(name)) return null; // an address may contain text that PostgreSQL cannot store and no name can have
  const [row] = await prisma().$queryRaw<FoundPrompt[]>`
    select id, name from prompts where workspace_id = ${workspaceId}::uuid and name = ${name}
    union all
    select p.id, p.name from prompt_aliases a join prompts p on p.id = a.prompt_id
    where a.workspace_id = ${workspaceId}::uuid and a.name = ${name}
    limit 1`;
  return row ?? null;
}

/** Finds a prompt by its current or a former name. Throws 404 `not_found`. */
export async function findPromptOrThrow(workspaceId: string, name: string): Promise<FoundPrompt> {
  const found = await findPrompt(workspaceId, name);
  if (!found) throw notFound(`The prompt ${name}`);
  return found;
}

/** The name of the prompt with this id; null if there is none or the text is not an id. */
export async function promptNameOf(workspaceId: string, id: string): Promise<string | null> {
  if (!z.guid().safeParse(id).success) return null;
  const row = await prisma().prompt.findUnique({ where: { id, workspaceId }, select: { name: true } });
  return row?.name ?? null;
}

/** A Prisma condition: the prompt has or had this name. The caller must add the condition on the workspace. */
export function calledBy(name: string): Prisma.PromptWhereInput {
  return { OR: [{ name }, { aliases: { some: { name } } }] };
}

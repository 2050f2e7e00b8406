import { prisma } from "@/lib/core/db";

/** Returns the ids of prompts by their current names. */
export async function findPromptIds(workspaceId: string, names: readonly string[]): Promise<Map<string, string>> {
  const rows = await prisma().prompt.findMany({
    where: { workspaceId, name: { in: [...new Set(names)] } },
    select: { id: true, name: true },
  });
  return new Map(rows.map(({ id, name }) => [name, id]));
}

import type { UserActor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { mostFavourites } from "../commands/prompts";

/** The person's favourite prompts by name, without archived ones. */
export async function listFavourites(actor: UserActor): Promise<string[]> {
  authorize(actor, "prompt:read");
  const { workspaceId, userId } = actor;
  const rows = await prisma().favourite.findMany({
    where: { workspaceId, userId, prompt: { archivedAt: null } },
    select: { prompt: { select: { name: true } } },
    orderBy: { prompt: { name: "asc" } },
    take: mostFavourites,
  });
  return rows.map(({ prompt }) => prompt.name);
}

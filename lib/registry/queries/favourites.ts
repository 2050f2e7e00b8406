import type { UserActor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { mostFavourites } from "../commands/set-favourite";

/** The prompts that a person keeps at hand, by name; archived ones are left out. */
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

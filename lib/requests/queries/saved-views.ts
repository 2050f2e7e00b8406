import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";

export type SavedViewView = { id: string; name: string; query: string; isShared: boolean; isMine: boolean; by: string };

/** The maximum number of saved views per person. */
export const mostViews = 50;

/** Lists the views of the page Requests that the person sees: their own and shared ones, the oldest first. */
export async function listSavedViews(actor: Actor): Promise<SavedViewView[]> {
  authorize(actor, "interaction:read");
  if (actor.kind !== "user") return [];
  const { workspaceId, userId } = actor;
  const rows = await prisma().savedView.findMany({
    where: { workspaceId, OR: [{ isShared: true }, { userId }] },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: mostViews * 2,
  });
  return rows.map(({ id, name, query, isShared, userId: of, createdByName }) => ({
    id,
    name,
    query,
    isShared,
    isMine: of === userId,
    by: createdByName,
  }));
}

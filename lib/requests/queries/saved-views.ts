import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import type { Prisma } from "@/lib/core/generated/prisma/client";

/** The maximum number of saved views per person. */
export const mostViews = 50;

/** The maximum number of views of others in a list. */
const mostOfOthers = 100;

/** Lists the views of the page Requests that the person sees: their own and shared ones, the oldest first. */
export async function listSavedViews(actor: Actor) {
  authorize(actor, "interaction:read");
  if (actor.kind !== "user") return [];
  const { workspaceId, userId } = actor;
  const list = (where: Prisma.SavedViewWhereInput, take: number) =>
    prisma().savedView.findMany({
      where: { workspaceId, ...where },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      take,
    });
  const [own, others] = await Promise.all([
    list({ userId }, mostViews),
    list({ isShared: true, userId: { not: userId } }, mostOfOthers),
  ]);
  const rows = [...own, ...others].toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  return rows.map(({ id, name, query, isShared, userId: of, createdByName }) => ({
    id,
    name,
    query,
    isShared,
    isMine: of === userId,
    by: createdByName,
  }));
}

export type SavedViewView = Awaited<ReturnType<typeof listSavedViews>>[number];

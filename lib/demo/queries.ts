import { prisma } from "@/lib/core/db";

export type OwnDemo = { slug: string; isReady: boolean };

/** A person's own demo workspace; null: they have none, or it is to be deleted. */
export function findOwnDemo({ userId }: { userId: string }): Promise<OwnDemo | null> {
  return prisma().workspace.findFirst({
    where: { demoForId: userId, deletionAt: null },
    select: { slug: true, isReady: true },
  });
}

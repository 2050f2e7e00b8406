import { prisma } from "@/lib/core/db";

export type OwnDemo = { slug: string; isReady: boolean };

/** Returns a person's own demo workspace. Null if there is none or it is due for deletion. */
export function findOwnDemo({ userId }: { userId: string }): Promise<OwnDemo | null> {
  return prisma().workspace.findFirst({
    where: { demoForId: userId, deletionAt: null },
    select: { slug: true, isReady: true },
  });
}

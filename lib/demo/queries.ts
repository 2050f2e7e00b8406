import { prisma } from "@/lib/core/db";

export type OwnDemo = { slug: string; isReady: boolean };

/** A person's own demo workspace; null: they have none. */
export function findOwnDemo({ userId }: { userId: string }): Promise<OwnDemo | null> {
  return prisma().workspace.findUnique({ where: { demoForId: userId }, select: { slug: true, isReady: true } });
}

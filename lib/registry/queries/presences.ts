import type { UserActor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import { calledBy } from "./find-prompt";

/** How long a presence counts after its last update, in milliseconds. Tabs update it every 8 s. */
export const presentForMs = 25_000;

/**
 * The other people who have the prompt open, editors first, at most 20. Lists each person once, with their most active
 * tab. `place` is in words: "System message"; empty if there is none in particular.
 */
export async function listPresences(actor: UserActor, name: string) {
  authorize(actor, "prompt:read");
  const { workspaceId, userId } = actor;
  const rows = await prisma().presence.findMany({
    where: {
      workspaceId,
      prompt: { workspaceId, ...calledBy(name) },
      userId: { not: userId },
      seenAt: { gte: new Date(databaseNow().getTime() - presentForMs) },
      user: { memberships: { some: { workspaceId } } },
    },
    orderBy: [{ isEditing: "desc" }, { seenAt: "desc" }],
    take: 100,
    select: { userId: true, isEditing: true, place: true, draftCopyId: true, user: { select: { name: true } } },
  });
  const firstOfEach = rows.filter((row, index) => rows.findIndex((other) => other.userId === row.userId) === index);
  return firstOfEach.slice(0, 20).map(({ user, ...row }) => ({ ...row, name: user.name }));
}

/** Another person who has the prompt open. */
export type PresenceView = Awaited<ReturnType<typeof listPresences>>[number];

import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { byCreation, decodeCursor, type Page, type PageRequest, timeKey, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import { newerThan } from "@/lib/core/time-order";
import { type ChannelName, type ChannelView, toChannelView } from "../views";

/** Lists the workspace's channels, oldest first, for people who manage them. */
export async function listChannels(actor: Actor, { limit, cursor }: PageRequest): Promise<Page<ChannelView>> {
  authorize(actor, "alert:write");
  const after = decodeCursor(cursor, timeKey);
  const rows = await prisma().alertChannel.findMany({
    where: {
      workspaceId: actor.workspaceId,
      ...(after && { OR: newerThan("createdAt", after) }),
    },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: limit + 1,
  });
  return toPage(rows, limit, byCreation, toChannelView);
}

/** Returns a channel. Throws 404 `not_found`. */
export async function getChannelOrThrow(actor: Actor, { id }: { id: string }): Promise<ChannelView> {
  authorize(actor, "alert:write");
  const row = await prisma().alertChannel.findFirst({ where: { id, workspaceId: actor.workspaceId } });
  if (!row) throw notFound("The alert channel");
  return toChannelView(row);
}

/** Lists the names of the channels, for all members. */
export async function listChannelNames(actor: Actor): Promise<ChannelName[]> {
  authorize(actor, "prompt:read");
  return prisma().alertChannel.findMany({
    where: { workspaceId: actor.workspaceId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: 100,
    select: { id: true, kind: true, name: true, isEnabled: true },
  });
}

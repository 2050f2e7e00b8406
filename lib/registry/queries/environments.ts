import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import type { Stage } from "../lifecycle";

export type EnvironmentView = { id: string; name: string; position: number; stage: Stage; isProtected: boolean };

/** The workspace's environments, in the order versions move through them. */
export async function listEnvironments(actor: Actor): Promise<EnvironmentView[]> {
  authorize(actor, "prompt:read");
  return prisma().environment.findMany({
    where: { workspaceId: actor.workspaceId },
    orderBy: { position: "asc" },
    select: { id: true, name: true, position: true, stage: true, isProtected: true },
  });
}

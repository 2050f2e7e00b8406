import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import type { Stage } from "../lifecycle";

export type EnvironmentView = {
  id: string;
  name: string;
  position: number;
  stage: Stage;
  isProtected: boolean;
  /** How many people must approve a version before it is released here; 0 is none. */
  requiredApprovals: number;
  /** Names it had; they lead to it too. */
  formerNames: string[];
};

/** What an environment's view is read from. */
export const environmentFields = {
  id: true,
  name: true,
  position: true,
  stage: true,
  isProtected: true,
  requiredApprovals: true,
  formerNames: true,
} as const satisfies Prisma.EnvironmentSelect;

/** The workspace's environments, in the order versions move through them. */
export async function listEnvironments(actor: Actor): Promise<EnvironmentView[]> {
  authorize(actor, "prompt:read");
  return prisma().environment.findMany({
    where: { workspaceId: actor.workspaceId },
    orderBy: { position: "asc" },
    select: environmentFields,
  });
}

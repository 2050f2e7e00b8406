import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { calledBy } from "./find-prompt";

/** A text that changes whenever another version of the prompt goes live somewhere. */
export async function getLiveMark(actor: Actor, name: string): Promise<string> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const deployments = await prisma().deployment.findMany({
    where: { workspaceId, prompt: { workspaceId, ...calledBy(name) } },
    select: { environmentId: true, revision: true },
    orderBy: { environmentId: "asc" },
  });
  return deployments.map(({ environmentId, revision }) => `${environmentId} ${revision}`).join(", ");
}

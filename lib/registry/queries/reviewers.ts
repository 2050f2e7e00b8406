import type { Actor } from "@/lib/auth/actor";
import type { ActorView } from "@/lib/auth/actor-view";
import { authorize, can } from "@/lib/auth/authorize";
import { listMemberActors } from "@/lib/auth/queries/people";
import { prisma } from "@/lib/core/db";
import { environmentCalled } from "@/lib/core/environment-name";
import { notFound } from "@/lib/core/errors";

/** The members who may approve a release to an environment, without the actor, by name; at most 100. */
export async function listReviewers(
  actor: Actor,
  { environment: name }: { environment: string },
): Promise<ActorView[]> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const environment = await prisma().environment.findFirst({
    where: { workspaceId, ...environmentCalled(name) },
    select: { id: true, name: true, isProtected: true },
  });
  if (!environment) throw notFound(`The environment ${name}`);
  const members = await listMemberActors(prisma(), workspaceId);
  return members
    .filter((one) => can(one, "prompt:promote", environment) && !(actor.kind === "user" && one.userId === actor.userId))
    .map(({ userId, name: person }): ActorView => ({ kind: "user", id: userId, name: person }))
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .slice(0, 100);
}

import { prisma, type Transaction } from "@/lib/core/db";
import type { Actor, UserActor } from "../actor";
import { authorize } from "../authorize";

const most = 500;

/** The people of the workspace by name, for pickers; at most 500. */
export async function listPeople(actor: Actor) {
  authorize(actor, "prompt:read");
  const rows = await prisma().member.findMany({
    where: { workspaceId: actor.workspaceId },
    select: { role: true, user: { select: { id: true, name: true } } },
    orderBy: [{ user: { name: "asc" } }, { userId: "asc" }],
    take: most,
  });
  return rows.map(({ role, user }) => ({ id: user.id, name: user.name, role }));
}

/** A person who can be asked for a review or mentioned. */
export type PersonView = Awaited<ReturnType<typeof listPeople>>[number];

/** Members as actors, to check the permissions of each. */
export async function listMemberActors(
  tx: Pick<Transaction, "member">,
  workspaceId: string,
  userIds?: readonly string[],
): Promise<UserActor[]> {
  const rows = await tx.member.findMany({
    where: { workspaceId, ...(userIds && { userId: { in: [...userIds] } }) },
    select: { role: true, user: { select: { id: true, name: true } } },
    orderBy: { userId: "asc" },
  });
  return rows.map(({ role, user }) => ({ kind: "user", workspaceId, userId: user.id, name: user.name, role }));
}

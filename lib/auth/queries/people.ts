import { prisma, type Transaction } from "@/lib/core/db";
import type { Role } from "@/lib/core/generated/prisma/enums";
import type { Actor, UserActor } from "../actor";
import { authorize } from "../authorize";

/** A person who can be asked for a review or mentioned. */
export type PersonView = { id: string; name: string; role: Role };

const most = 500;

/** The people of the workspace by name, for pickers; at most 500. */
export async function listPeople(actor: Actor): Promise<PersonView[]> {
  authorize(actor, "prompt:read");
  const rows = await prisma().member.findMany({
    where: { workspaceId: actor.workspaceId },
    select: { role: true, user: { select: { id: true, name: true } } },
    orderBy: [{ user: { name: "asc" } }, { userId: "asc" }],
    take: most,
  });
  return rows.map(({ role, user }) => ({ id: user.id, name: user.name, role }));
}

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

import { z } from "zod";
import type { Page, PageRequest } from "@/lib/core/cursor";
import { decodeCursor, timeKey, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import type { Member, Prisma, User } from "@/lib/core/generated/prisma/client";
import { time } from "@/lib/core/view-fields";
import type { Actor } from "../actor";
import { authorize } from "../authorize";
import { roles } from "../member-rules";

/** A member of the workspace. `id` is the id of the person. */
export const memberView = z
  .strictObject({ id: z.string(), name: z.string(), email: z.string(), role: z.enum(roles), since: time })
  .meta({ id: "Member" });
export type MemberView = z.output<typeof memberView>;

/** The view of a member row with its person. */
export function toMemberView({ role, createdAt, user }: Member & { user: User }): MemberView {
  return { id: user.id, name: user.name, email: user.email, role, since: createdAt.toISOString() };
}

/** The workspace's members, by the time they joined. */
export async function listMembers(actor: Actor, { limit, cursor }: PageRequest): Promise<Page<MemberView>> {
  authorize(actor, "member:read");
  const after = decodeCursor(cursor, timeKey);
  const where: Prisma.MemberWhereInput = { workspaceId: actor.workspaceId };
  if (after) {
    const [time, userId] = [new Date(after[0]), after[1]];
    where.OR = [{ createdAt: { gt: time } }, { createdAt: time, userId: { gt: userId } }];
  }
  const rows = await prisma().member.findMany({
    where,
    include: { user: true },
    take: limit + 1,
    orderBy: [{ createdAt: "asc" }, { userId: "asc" }],
  });
  return toPage(rows, limit, (row) => [row.createdAt.getTime(), row.userId], toMemberView);
}

/** The number of owners. The last owner cannot be removed. */
export function countOwners(actor: Actor): Promise<number> {
  authorize(actor, "member:read");
  return prisma().member.count({ where: { workspaceId: actor.workspaceId, role: "owner" } });
}

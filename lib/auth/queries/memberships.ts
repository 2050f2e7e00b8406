import { prisma } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import type { Role, User } from "@/lib/core/generated/prisma/client";
import { textFault } from "@/lib/core/text";
import type { Actor, UserActor } from "../actor";
import { authorize } from "../authorize";

export type Membership = { workspaceId: string; slug: string; workspaceName: string; role: Role };

/** A person's workspaces, by name. */
export async function listMembershipsOf(userId: string): Promise<Membership[]> {
  const rows = await prisma().member.findMany({
    where: { userId },
    include: { workspace: true },
    orderBy: { workspace: { name: "asc" } },
  });
  return rows.map(({ workspaceId, workspace, role }) => ({
    workspaceId,
    slug: workspace.slug,
    workspaceName: workspace.name,
    role,
  }));
}

/** A person as an actor in the workspace with this slug; null when they are no member. */
export async function getMemberActor(userId: string, slug: string): Promise<UserActor | null> {
  if (textFault(slug)) return null; // an address may hold what no slug can, and PostgreSQL cannot take
  const member = await prisma().member.findFirst({
    where: { userId, workspace: { slug } },
    include: { user: { select: { name: true } } },
  });
  return member && { kind: "user", workspaceId: member.workspaceId, userId, name: member.user.name, role: member.role };
}

/** The account of an e-mail address, for signing in alone. */
export function getUserByEmail(email: string): Promise<User | null> {
  return prisma().user.findUnique({ where: { email } });
}

export type WorkspaceView = { id: string; name: string; slug: string; createdAt: string };

/** The actor's workspace. */
export async function getWorkspace(actor: Actor): Promise<WorkspaceView> {
  authorize(actor, "prompt:read");
  const row = await prisma().workspace.findUnique({ where: { id: actor.workspaceId } });
  if (!row) throw notFound("This workspace");
  return { id: row.id, name: row.name, slug: row.slug, createdAt: row.createdAt.toISOString() };
}

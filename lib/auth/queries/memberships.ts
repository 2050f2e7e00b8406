import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import type { Role, User } from "@/lib/core/generated/prisma/client";
import { textFault } from "@/lib/core/text";
import type { Actor, UserActor } from "../actor";
import { authorize } from "../authorize";
import { isProofFresh } from "../sessions/rules";

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

/**
 * A person as an actor in the workspace with this slug; null when they are no member. `provedAt` (ms) is when they last
 * proved who they are, null for never.
 */
export async function getMemberActor(
  userId: string,
  slug: string,
  provedAt: number | null = null,
): Promise<UserActor | null> {
  if (textFault(slug)) return null; // an address may hold what no slug can, and PostgreSQL cannot take
  const member = await prisma().member.findFirst({
    where: { userId, workspace: { slug } },
    include: { user: { select: { name: true } }, workspace: { select: { requiresProof: true } } },
  });
  if (!member) return null;
  const { workspaceId, user, role, workspace } = member;
  const isProved = provedAt !== null && isProofFresh(provedAt, databaseNow().getTime());
  return {
    kind: "user",
    workspaceId,
    userId,
    name: user.name,
    role,
    ...(workspace.requiresProof && !isProved && { mustProve: true }),
  };
}

/** The account of an e-mail address, for signing in alone. */
export function getUserByEmail(email: string): Promise<User | null> {
  return prisma().user.findUnique({ where: { email } });
}

export type WorkspaceView = { id: string; name: string; slug: string; createdAt: string; requiresProof: boolean };

/** The actor's workspace. */
export async function getWorkspace(actor: Actor): Promise<WorkspaceView> {
  authorize(actor, "prompt:read");
  const row = await prisma().workspace.findUnique({ where: { id: actor.workspaceId } });
  if (!row) throw notFound("This workspace");
  const { id, name, slug, createdAt, requiresProof } = row;
  return { id, name, slug, createdAt: createdAt.toISOString(), requiresProof };
}

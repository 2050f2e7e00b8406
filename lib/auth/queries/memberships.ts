import { z } from "zod";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import type { Role, User } from "@/lib/core/generated/prisma/client";
import { textFault } from "@/lib/core/text";
import { time } from "@/lib/core/view-fields";
import type { Actor, UserActor } from "../actor";
import { authorize } from "../authorize";
import { isProofFresh } from "../sessions/rules";

export type Membership = {
  workspaceId: string;
  slug: string;
  workspaceName: string;
  role: Role;
  /** When the workspace will be deleted; null if no deletion is scheduled. */
  deletionAt: string | null;
};

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
    deletionAt: workspace.deletionAt?.toISOString() ?? null,
  }));
}

/**
 * The person as an actor in the workspace with this slug; null if they are not a member. `session` gives the time of
 * the last proof of identity (ms) and whether it was opened with more than a password; null means no session.
 */
export async function getMemberActor(
  userId: string,
  slug: string,
  session: { provedAt: number; isStrong: boolean } | null = null,
): Promise<UserActor | null> {
  if (textFault(slug)) return null; // an address may contain text that PostgreSQL cannot store and no slug can have
  const member = await prisma().member.findFirst({
    where: { userId, workspace: { slug } },
    include: {
      user: { select: { name: true } },
      workspace: { select: { requiresProof: true, requiresSecondFactor: true } },
    },
  });
  if (!member) return null;
  const { workspaceId, user, role, workspace } = member;
  const isProved = session !== null && isProofFresh(session.provedAt, databaseNow().getTime());
  return {
    kind: "user",
    workspaceId,
    userId,
    name: user.name,
    role,
    ...(workspace.requiresProof && !isProved && { mustProve: true }),
    ...(workspace.requiresSecondFactor && !session?.isStrong && { mustAddFactor: true }),
  };
}

/** The account of an e-mail address. For sign-in only. */
export function getUserByEmail(email: string): Promise<User | null> {
  return prisma().user.findUnique({ where: { email } });
}

export const workspaceView = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    slug: z.string(),
    createdAt: time,
    requiresProof: z.boolean().meta({
      description:
        "Whether members must confirm their password before they change keys or members, or release to protected environments.",
    }),
    requiresSecondFactor: z.boolean().meta({
      description:
        "Whether members need more than a password to sign in: an authenticator app, a passkey or an identity provider.",
    }),
    deletionAt: time
      .nullable()
      .meta({ description: "When the workspace will be deleted; null if no deletion is planned." }),
  })
  .meta({ id: "Workspace" });
export type WorkspaceView = z.output<typeof workspaceView>;

/** The actor's workspace. */
export async function getWorkspace(actor: Actor): Promise<WorkspaceView> {
  authorize(actor, "prompt:read");
  const row = await prisma().workspace.findUnique({ where: { id: actor.workspaceId } });
  if (!row) throw notFound("This workspace");
  const { id, name, slug, createdAt, requiresProof, requiresSecondFactor, deletionAt } = row;
  return {
    id,
    name,
    slug,
    createdAt: createdAt.toISOString(),
    requiresProof,
    requiresSecondFactor,
    deletionAt: deletionAt?.toISOString() ?? null,
  };
}

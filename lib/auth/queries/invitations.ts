import { z } from "zod";
import type { Page, PageRequest } from "@/lib/core/cursor";
import { byCreation, decodeCursor, timeKey, toPage } from "@/lib/core/cursor";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import type { Invitation, Prisma, Role } from "@/lib/core/generated/prisma/client";
import { olderThan } from "@/lib/core/time-order";
import { time } from "@/lib/core/view-fields";
import type { Actor } from "../actor";
import { authorize } from "../authorize";
import { type InvitationStatus, invitationStatus, invitationStatuses } from "../invitation-rules";
import { hashLinkToken } from "../link-token";
import { roles } from "../member-rules";

/** An invitation as members see it, without its token. */
export const invitationView = z
  .strictObject({
    id: z.string(),
    email: z.string(),
    role: z.enum(roles),
    invitedBy: z.string(),
    createdAt: time,
    expiresAt: time,
    status: z.enum(invitationStatuses),
  })
  .meta({ id: "Invitation" });
export type InvitationView = z.output<typeof invitationView>;

/** The view of an invitation row. */
export function toInvitationView(row: Invitation): InvitationView {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    invitedBy: row.invitedByName,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    status: invitationStatus(row, databaseNow().getTime()),
  };
}

/** The open invitations, and those that expired without an answer; newest first. */
export async function listInvitations(actor: Actor, { limit, cursor }: PageRequest): Promise<Page<InvitationView>> {
  authorize(actor, "member:read");
  const after = decodeCursor(cursor, timeKey);
  const where: Prisma.InvitationWhereInput = { workspaceId: actor.workspaceId, acceptedAt: null, revokedAt: null };
  if (after) where.OR = olderThan("createdAt", after);
  const rows = await prisma().invitation.findMany({
    where,
    take: limit + 1,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  return toPage(rows, limit, byCreation, toInvitationView);
}

/**
 * What the page of an invitation link shows. Does not reveal whether the address has an account, because the creator of
 * the link can open it too.
 */
export type InvitationDoor = {
  email: string;
  role: Role;
  invitedBy: string;
  expiresAt: string;
  status: InvitationStatus;
  workspace: { id: string; name: string; slug: string };
};

/** Returns the invitation of a link, or null if there is none. */
export async function getInvitationDoor(token: string): Promise<InvitationDoor | null> {
  const tokenHash = hashLinkToken(token);
  const row =
    tokenHash && (await prisma().invitation.findUnique({ where: { tokenHash }, include: { workspace: true } }));
  if (!row) return null;
  const { email, role, expiresAt, invitedBy, status } = toInvitationView(row);
  return {
    email,
    role,
    expiresAt,
    invitedBy,
    status,
    workspace: { id: row.workspaceId, name: row.workspace.name, slug: row.workspace.slug },
  };
}

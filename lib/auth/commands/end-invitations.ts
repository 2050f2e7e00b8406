import { databaseNow } from "@/lib/core/database-clock";
import type { Transaction } from "@/lib/core/db";
import type { Role } from "@/lib/core/generated/prisma/enums";
import { isAbove, roles } from "../member-rules";

type Inviter = { workspaceId: string; userId: string; role: Role | null };

/** Ends the person's open invitations that they could not send with `role` (null: no longer a member). */
export async function endInvitations(tx: Transaction, { workspaceId, userId, role }: Inviter): Promise<number> {
  const beyond = roles.filter((each) => role === null || isAbove(each, role));
  const { count } = await tx.invitation.updateMany({
    where: { workspaceId, invitedById: userId, role: { in: beyond }, acceptedAt: null, revokedAt: null },
    data: { revokedAt: databaseNow() },
  });
  return count;
}

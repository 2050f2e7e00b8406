import { databaseNow } from "@/lib/core/database-clock";
import { transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { Person } from "../actor";
import { normaliseEmail } from "../email";
import type { AcceptInvitationInput } from "../schema";
import { join, lockInvitation } from "./join";

/**
 * Adds the signed-in person to the workspace that invited their address. Changes nothing for a member. Throws 410
 * `invitation_expired`, 403 `forbidden` for another person's invitation.
 */
export async function acceptInvitation(person: Person, { token }: AcceptInvitationInput): Promise<{ slug: string }> {
  return transaction(async (tx) => {
    const invitation = await lockInvitation(tx, token);
    const { workspaceId, email } = invitation;
    if (normaliseEmail(person.email) !== email)
      throw new AppError("forbidden", `This invitation is for ${email}, and you are signed in as ${person.email}.`);
    const { slug } = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId }, select: { slug: true } });
    const { userId } = person;
    const member = await tx.member.findUnique({ where: { workspaceId_userId: { workspaceId, userId } } });
    if (!member) await join(tx, invitation, person);
    if (invitation.isMailed)
      await tx.user.updateMany({ where: { id: userId, email }, data: { emailVerifiedAt: databaseNow() } });
    return { slug };
  });
}

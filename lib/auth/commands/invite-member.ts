import { databaseNow } from "@/lib/core/database-clock";
import { transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { isMailSetUp } from "@/lib/core/mail";
import { serverUrl } from "@/lib/core/server-url";
import { type Actor, actorRecord } from "../actor";
import { recordAudit } from "../audit";
import { authorize } from "../authorize";
import { invitationDays } from "../invitation-rules";
import { hashLinkToken, mintLinkToken } from "../link-token";
import { queueMail } from "../mail/commands";
import { refuseRoleAssignment } from "../member-rules";
import { memberRefusalError } from "../member-words";
import { type InvitationView, toInvitationView } from "../queries/invitations";
import type { InviteMemberInput } from "../schema";
import { lockForChange } from "./lock-members";

/** A new invitation. Its token is available only now; null if it was sent to the address by e-mail instead. */
export type NewInvitation = InvitationView & { token: string | null };

/**
 * Invites an address for 7 days. If e-mail is set up, the link is sent only to the address, so opening it proves
 * ownership. Ends an older open invitation of the address. Throws 403 `forbidden` for a role above the actor's own, 409
 * `already_exists` for a member's address.
 */
export async function inviteMember(actor: Actor, { email, role }: InviteMemberInput): Promise<NewInvitation> {
  authorize(actor, "member:write");
  const { workspaceId } = actor;
  const token = mintLinkToken();
  const isMailed = isMailSetUp();
  const view = await transaction(async (tx) => {
    const { acting } = await lockForChange(tx, actor);
    const refused = refuseRoleAssignment(acting, role);
    if (refused) throw memberRefusalError(refused);
    const member = await tx.member.findFirst({ where: { workspaceId, user: { email } } });
    if (member)
      throw new AppError("already_exists", `${email} is already a member, as ${member.role}. Change the role instead.`);
    const now = databaseNow();
    const replaced = await tx.invitation.updateMany({
      where: { workspaceId, email, acceptedAt: null, revokedAt: null },
      data: { revokedAt: now },
    });
    const row = await tx.invitation.create({
      data: {
        workspaceId,
        email,
        role,
        tokenHash: hashLinkToken(token) ?? "",
        invitedById: actorRecord(actor).actorId,
        invitedByName: actor.kind === "key" ? `${actor.name} (API key)` : actor.name,
        isMailed,
        createdAt: now,
        expiresAt: new Date(now.getTime() + invitationDays * 86_400_000),
      },
    });
    await recordAudit(
      tx,
      actor,
      "member.invite",
      { id: row.id, name: email },
      { role, ...(isMailed && { byMail: true }), ...(replaced.count > 0 && { replaced: true }) },
    );
    const { name: workspace } = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
    const url = `${serverUrl()}/invitation/${token}`;
    const { invitedByName: invitedBy } = row;
    await queueMail(tx, email, { kind: "invitation", url, workspace, invitedBy, role, days: invitationDays });
    return toInvitationView(row);
  });
  return { ...view, token: isMailed ? null : token };
}

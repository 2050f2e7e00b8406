import { transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import { serverUrl } from "@/lib/core/server-url";
import type { Actor } from "../actor";
import { recordAudit } from "../audit";
import { authorize } from "../authorize";
import { queueMail } from "../mail/commands";
import { type MemberView, toMemberView } from "../queries/members";
import type { TransferOwnershipInput } from "../schema";
import { assertFreshProof } from "../sessions/fresh-proof";
import type { SessionPerson } from "../sessions/queries";
import { lockForChange } from "./lock-members";

/**
 * Makes another member an owner in the actor's place. The actor becomes an admin and keeps their keys. Both are
 * notified by e-mail. Throws 403 `proof_required`, 403 unless the actor is an owner, 404 `not_found`, 422
 * `invalid_request` if the slug differs, 409 `invalid_state` if the member is already an owner.
 */
export async function transferOwnership(
  actor: Actor,
  person: SessionPerson,
  { id: userId, slug }: TransferOwnershipInput,
): Promise<MemberView> {
  authorize(actor, "workspace:delete");
  assertFreshProof(person);
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    const { acting, roleOf } = await lockForChange(tx, actor, userId);
    if (acting !== "owner") throw new AppError("forbidden", "Only an owner can transfer a workspace.");
    const workspace = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
    if (workspace.slug !== slug) throw new AppError("invalid_request", `Type ${workspace.slug} to transfer it.`);
    const role = roleOf(userId);
    if (!role) throw notFound("This member");
    if (role === "owner") throw new AppError("invalid_state", "This person is already an owner.");
    const give = (id: string, next: "owner" | "admin") =>
      tx.member.update({
        where: { workspaceId_userId: { workspaceId, userId: id } },
        data: { role: next },
        include: { user: true },
      });
    const to = await give(userId, "owner");
    const from = await give(person.userId, "admin");
    const data = { from: person.userId, to: userId, formerRole: role };
    await recordAudit(tx, actor, "workspace.transfer", { id: workspaceId, name: workspace.name }, data);
    const url = `${serverUrl()}/${slug}/settings/members`;
    for (const { user } of [to, from])
      await queueMail(tx, user.email, {
        kind: "ownership",
        url,
        workspace: workspace.name,
        from: from.user.name,
        to: to.user.name,
      });
    return toMemberView(to);
  });
}

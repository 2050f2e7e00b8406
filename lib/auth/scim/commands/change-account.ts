import type { Transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { endLinks } from "../../account-links/commands/mint-link";
import { actorRecord, type SystemActor } from "../../actor";
import { queueMail } from "../../mail/commands";
import { recordForPerson } from "../../record-for-person";
import type { ScimUserRow } from "../queries";
import type { RequestedUser } from "../rules";

/**
 * Sets the name and address of an account from its identity provider. Throws 403 `forbidden` for the address of an
 * owner or of a person in another workspace: the address gives access to the account, so only they may change it.
 */
export async function changeAccount(
  tx: Transaction,
  actor: SystemActor,
  { id: userId, name: from, email: old, role }: ScimUserRow,
  { name, email }: Pick<RequestedUser, "name" | "email">,
): Promise<void> {
  const by = actorRecord(actor);
  if (email !== old) {
    const others = await tx.member.count({ where: { userId, workspaceId: { not: actor.workspaceId } } });
    if (role === "owner" || others > 0)
      throw new AppError(
        "forbidden",
        "Owners, and people who are also in other workspaces, change their address themselves under Account.",
      );
    await endLinks(tx, userId);
    await recordForPerson(tx, { userId, name: from }, "member.change-email", { from: old, to: email }, by);
    for (const address of [old, email]) await queueMail(tx, address, { kind: "address-changed", from: old, to: email });
  }
  if (name !== from) await recordForPerson(tx, { userId, name: from }, "member.rename", { from, to: name }, by);
  // The person has not yet confirmed the new address.
  await tx.user.update({
    where: { id: userId },
    data: { name, email, ...(email !== old && { emailVerifiedAt: null }) },
  });
}

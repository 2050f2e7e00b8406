import type { Transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { endLinks } from "../../account-links/commands/mint-link";
import { actorRecord, type SystemActor } from "../../actor";
import { queueMail } from "../../mail/commands";
import { recordForPerson } from "../../record-for-person";
import type { ScimUserView } from "../queries";
import type { WantedUser } from "../rules";

/**
 * Gives an account the name and the address that its identity provider says. The address opens the account, so that of an
 * owner, and of somebody who is in another workspace too, is theirs to change: 403 `forbidden`.
 */
export async function changeAccount(
  tx: Transaction,
  actor: SystemActor,
  { id: userId, name: from, email: old, role }: ScimUserView,
  { name, email }: Pick<WantedUser, "name" | "email">,
): Promise<void> {
  const by = actorRecord(actor);
  if (email !== old) {
    const others = await tx.member.count({ where: { userId, workspaceId: { not: actor.workspaceId } } });
    if (role === "owner" || others > 0)
      throw new AppError(
        "forbidden",
        "The address of an owner, or of somebody who is in other workspaces too, is changed by the person under Account.",
      );
    await endLinks(tx, userId);
    await recordForPerson(tx, { userId, name: from }, "member.change-email", { from: old, to: email }, by);
    for (const address of [old, email]) await queueMail(tx, address, { kind: "address-changed", from: old, to: email });
  }
  if (name !== from) await recordForPerson(tx, { userId, name: from }, "member.rename", { from, to: name }, by);
  // Nobody has shown yet that they read the new address.
  await tx.user.update({
    where: { id: userId },
    data: { name, email, ...(email !== old && { emailVerifiedAt: null }) },
  });
}

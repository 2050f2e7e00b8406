import { type Actor, actorRecord } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { assertProved, authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { parseInput } from "@/lib/core/validation";
import { type DataDeletionView, toDeletionView } from "../queries/data-deletions";
import { deleteUserDataInput } from "../schema";
import { hashOfUser } from "../user-hash";

/**
 * Requests the deletion of all data of an application's user up to now. A job completes it within an hour. Returns the
 * pending deletion if there is one. It affects every environment, so the actor must have access to all of them.
 */
export async function deleteUserData(actor: Actor, input: { userId: string }): Promise<DataDeletionView> {
  authorize(actor, "workspace:write");
  assertProved(actor);
  const { userId } = parseInput(deleteUserDataInput, input);
  const { workspaceId } = actor;
  const userHash = hashOfUser(workspaceId, userId);
  return transaction(async (tx) => {
    const environments = await tx.environment.findMany({
      where: { workspaceId },
      select: { id: true, name: true, isProtected: true },
    });
    for (const environment of environments) authorize(actor, "workspace:write", environment);
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`user data ${userHash}`}))`;
    const open = await tx.dataDeletion.findFirst({ where: { workspaceId, userHash, doneAt: null } });
    if (open) return toDeletionView(open);
    const { actorKind, actorId, actorName } = actorRecord(actor);
    const row = await tx.dataDeletion.create({
      data: {
        workspaceId,
        userHash,
        userId,
        requestedByKind: actorKind,
        requestedById: actorId,
        requestedByName: actorName,
      },
    });
    await recordAudit(tx, actor, "user-data.delete", { id: row.id, name: nameOf(userHash) });
    return toDeletionView(row);
  });
}

/** The name of a user in the audit log. */
export const nameOf = (userHash: string): string => `user ${userHash.slice(0, 12)}`;

import type { Transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { Role } from "@/lib/core/generated/prisma/enums";
import type { Actor } from "../actor";
import { assertReachesAll, authorize } from "../authorize";

export type LockedMembers = {
  /** The role the actor acts with now; a manage key counts as an admin. */
  acting: Role;
  /** How many owners there are now. */
  owners: number;
  roleOf: (userId: string) => Role | undefined;
};

/**
 * Locks the workspace's owners, the one who acts and those it is about, in one order: whoever comes second sees what
 * the first has done. Throws 403 `forbidden` when the actor is no member any more.
 */
export async function lockMembers(tx: Transaction, actor: Actor, ...about: readonly string[]): Promise<LockedMembers> {
  const ids = [...(actor.kind === "user" ? [actor.userId] : []), ...about];
  const rows = await tx.$queryRaw<{ userId: string; role: Role }[]>`
    select user_id as "userId", role::text as role from members
    where workspace_id = ${actor.workspaceId}::uuid and (role = 'owner' or user_id = any(${ids}::uuid[]))
    order by user_id for update`;
  const found = new Map(rows.map(({ userId, role }) => [userId, role]));
  const acting = actor.kind === "user" ? found.get(actor.userId) : actor.kind === "key" ? "admin" : "owner";
  if (!acting) throw new AppError("forbidden", "You are not a member of this workspace any more.");
  const owners = rows.filter(({ role }) => role === "owner").length;
  return { acting, owners, roleOf: (userId) => found.get(userId) };
}

/**
 * The same for those who may change members: with the role they have now, not the one they came with. A key for some
 * environments may not, since roles reach all of them: 403 `environment_not_allowed`.
 */
export async function lockForChange(
  tx: Transaction,
  actor: Actor,
  ...about: readonly string[]
): Promise<LockedMembers> {
  assertReachesAll(actor, "A role reaches every environment");
  const locked = await lockMembers(tx, actor, ...about);
  authorize(actor.kind === "user" ? { ...actor, role: locked.acting } : actor, "member:write");
  return locked;
}

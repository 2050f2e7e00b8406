import type { Transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { Role } from "@/lib/core/generated/prisma/enums";
import type { Actor } from "../actor";
import { assertReachesAll, authorize } from "../authorize";

export type LockedMembers = {
  /** The actor's current role. A manage key counts as an admin. */
  acting: Role;
  /** The current number of owners. */
  owners: number;
  roleOf: (userId: string) => Role | undefined;
};

/**
 * Locks the rows of the owners, the actor and the given members, in a fixed order. A concurrent command waits and sees
 * the result. Throws 403 `forbidden` if the actor is no longer a member.
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
 * Locks like `lockMembers` and authorizes `member:write` with the actor's current role. Throws 403
 * `environment_not_allowed` for a key of selected environments, because roles apply to all.
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

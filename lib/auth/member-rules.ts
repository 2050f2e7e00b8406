import type { Role } from "@/lib/core/generated/prisma/enums";

/** The roles in ascending order of permissions. */
export const roles = ["viewer", "editor", "publisher", "admin", "owner"] as const satisfies readonly Role[];

const rank = (role: Role) => roles.indexOf(role);

/** Whether `role` is higher than `other`. */
export function isAbove(role: Role, other: Role): boolean {
  return rank(role) > rank(other);
}

/** The roles that a person of this role may give. */
export function assignableRoles(acting: Role): Role[] {
  return rank(acting) < rank("admin") ? [] : roles.filter((role) => !isAbove(role, acting));
}

/**
 * Whether a member whose role changes from `from` to `to` loses their keys. The keys may hold rights that the owner no
 * longer has.
 */
export function losesKeys(from: Role, to: Role): boolean {
  return isAbove(from, to) && isAbove("admin", to);
}

/** Why a member may not be changed. */
export type MemberRefusal =
  /** The member is the only owner. `isSelf`: they are also the actor. */
  | { code: "last_owner"; isSelf: boolean }
  /** The new role is above the actor's role. */
  | { code: "role_above_own"; acting: Role; role: Role }
  /** The member's role is above the actor's role. */
  | { code: "member_above"; acting: Role; role: Role }
  | { code: "changes_no_members"; acting: Role }
  | { code: "own_sessions" };

/** Why a member of role `acting` may not give `role`; null if they may. */
export function refuseRoleAssignment(acting: Role, role: Role): MemberRefusal | null {
  if (assignableRoles(acting).includes(role)) return null;
  return { code: "role_above_own", acting, role };
}

type Change = { acting: Role; from: Role; to: Role; owners: number };

/** Why a member's role may not change from `from` to `to`; `owners` is the current number of owners. */
export function refuseRoleChange({ acting, from, to, owners }: Change): MemberRefusal | null {
  const refused = refuseMemberChange(acting, from) ?? refuseRoleAssignment(acting, to);
  if (refused) return refused;
  if (from === "owner" && to !== "owner" && owners <= 1) return { code: "last_owner", isSelf: false };
  return null;
}

/** Why a member with `role` may not be removed. */
export function refuseRemoval({
  acting,
  role,
  owners,
}: {
  acting: Role;
  role: Role;
  owners: number;
}): MemberRefusal | null {
  const refused = refuseMemberChange(acting, role);
  if (refused) return refused;
  return role === "owner" && owners <= 1 ? { code: "last_owner", isSelf: false } : null;
}

/** Why the sessions of a member with `role` may not be ended. */
export function refuseSessionEnd({
  acting,
  role,
  isSelf,
}: {
  acting: Role;
  role: Role;
  isSelf: boolean;
}): MemberRefusal | null {
  return isSelf ? { code: "own_sessions" } : refuseMemberChange(acting, role);
}

/** Why a member may not leave. Only the last owner may not. */
export function refuseLeave({ role, owners }: { role: Role; owners: number }): MemberRefusal | null {
  return role === "owner" && owners <= 1 ? { code: "last_owner", isSelf: true } : null;
}

function refuseMemberChange(acting: Role, role: Role): MemberRefusal | null {
  if (assignableRoles(acting).length === 0) return { code: "changes_no_members", acting };
  return isAbove(role, acting) ? { code: "member_above", acting, role } : null;
}

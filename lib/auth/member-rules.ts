import { AppError } from "@/lib/core/errors";
import type { Role } from "@/lib/core/generated/prisma/enums";

/** The roles, from the one that may do least to the one that may do most. */
export const roles = ["viewer", "editor", "publisher", "admin", "owner"] as const satisfies readonly Role[];

const rank = (role: Role) => roles.indexOf(role);

/** Whether `role` may do more than `other`. */
export function isAbove(role: Role, other: Role): boolean {
  return rank(role) > rank(other);
}

/** The roles that a person of this role may give. */
export function assignableRoles(acting: Role): Role[] {
  return rank(acting) < rank("admin") ? [] : roles.filter((role) => !isAbove(role, acting));
}

/** Whether keys of somebody who changes so end: they may hold rights that their owner lost. */
export function losesKeys(from: Role, to: Role): boolean {
  return isAbove(from, to) && isAbove("admin", to);
}

const article = (role: Role) => (/^[aeo]/.test(role) ? `an ${role}` : `a ${role}`);

const lastOwner = (what: string) =>
  new AppError("last_owner", `${what} Make someone else an owner first: a workspace keeps at least one.`);

/** Why someone of the role `acting` may not give `role`; null when they may. */
export function refuseRoleAssignment(acting: Role, role: Role): AppError | null {
  if (assignableRoles(acting).includes(role)) return null;
  const who = role === "owner" ? "Only owners can make other owners." : `Nobody can give a role above their own.`;
  return new AppError("forbidden", `${who} Your role is ${acting}.`);
}

type Change = { acting: Role; from: Role; to: Role; owners: number };

/** Why a member's role may not change from `from` to `to`; `owners` is how many the workspace has now. */
export function refuseRoleChange({ acting, from, to, owners }: Change): AppError | null {
  const refused = refuseMemberChange(acting, from) ?? refuseRoleAssignment(acting, to);
  if (refused) return refused;
  if (from === "owner" && to !== "owner" && owners <= 1) return lastOwner("This is the only owner.");
  return null;
}

/** Why a member with `role` may not be removed. */
export function refuseRemoval({ acting, role, owners }: { acting: Role; role: Role; owners: number }): AppError | null {
  const refused = refuseMemberChange(acting, role);
  if (refused) return refused;
  return role === "owner" && owners <= 1 ? lastOwner("This is the only owner.") : null;
}

/** Why the sessions of a member with `role` may not be ended. */
export function refuseSessionEnd({ acting, role, isSelf }: { acting: Role; role: Role; isSelf: boolean }) {
  if (isSelf) return new AppError("forbidden", "End your own sessions on your account page.");
  return refuseMemberChange(acting, role);
}

/** Why a member may not leave. Everyone may, but the last owner. */
export function refuseLeave({ role, owners }: { role: Role; owners: number }): AppError | null {
  return role === "owner" && owners <= 1 ? lastOwner("You are the only owner.") : null;
}

function refuseMemberChange(acting: Role, role: Role): AppError | null {
  if (assignableRoles(acting).length === 0)
    return new AppError("forbidden", `The role ${acting} may not change members.`);
  if (isAbove(role, acting))
    return new AppError("forbidden", `${article(acting).replace(/^a/, "A")} does not change ${article(role)}.`);
  return null;
}

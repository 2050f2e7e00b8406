import type { Role } from "@/lib/core/generated/prisma/enums";
import { isAbove } from "../member-rules";

/** The roles that an identity provider may give. Only owners can make owners. */
export type GroupRole = Exclude<Role, "owner">;

/** The role of a person in no group. */
const defaultRole: GroupRole = "viewer";

/** The names of the groups, for people. */
export const groupNames = "understudy-viewers, understudy-editors, understudy-publishers and understudy-admins";

const groupName = /understudy.*?[^a-z](viewer|editor|publisher|admin)s?$/i;

/** The role of a group: its name must contain "understudy" and end with the role. Null if there is none. Pure. */
export const roleOfGroup = (name: string): GroupRole | null =>
  (groupName.exec(name.trim())?.[1]?.toLowerCase() as GroupRole | undefined) ?? null;

/** The highest role of a person's groups. Pure. */
export function roleOfGroups(groups: readonly Role[]): Role {
  return groups.reduce((highest, role) => (isAbove(role, highest) ? role : highest), defaultRole);
}

/** The data of a person from the identity provider. `email` is the address of the account. */
export type RequestedUser = {
  userName: string;
  email: string;
  name: string;
  givenName: string | null;
  familyName: string | null;
  externalId: string | null;
  isActive: boolean;
};

/** The data of a group from the identity provider. */
export type RequestedGroup = { name: string; externalId: string | null; memberIds: readonly string[] };

/** The filters of a list of users. */
export type UserFilter =
  | { kind: "is"; attribute: "id" | "userName" | "externalId" | "email" | "name"; value: string }
  | { kind: "active"; value: boolean }
  | { kind: "and" | "or"; filters: readonly UserFilter[] }
  | { kind: "not"; filter: UserFilter };

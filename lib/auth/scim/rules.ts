import type { Role } from "@/lib/core/generated/prisma/enums";
import { isAbove } from "../member-rules";

/** What an identity provider may make of people. Owners are made by owners. */
export type GroupRole = Exclude<Role, "owner">;

/** Somebody in no group is this. */
const defaultRole: GroupRole = "viewer";

/** How a group is called, for people. */
export const groupNames = "understudy-viewers, understudy-editors, understudy-publishers and understudy-admins";

const groupName = /understudy.*?[^a-z](viewer|editor|publisher|admin)s?$/i;

/** The role that a group gives: its name holds "understudy" and ends with the role. Null: none. Pure. */
export const roleOfGroup = (name: string): GroupRole | null =>
  (groupName.exec(name.trim())?.[1]?.toLowerCase() as GroupRole | undefined) ?? null;

/** The highest role that somebody's groups give. Pure. */
export function roleOfGroups(groups: readonly Role[]): Role {
  return groups.reduce((highest, role) => (isAbove(role, highest) ? role : highest), defaultRole);
}

/** A person as the identity provider wants them. `email` is the account's address. */
export type WantedUser = {
  userName: string;
  email: string;
  name: string;
  givenName: string | null;
  familyName: string | null;
  externalId: string | null;
  isActive: boolean;
};

/** A group as the identity provider wants it. */
export type WantedGroup = { name: string; externalId: string | null; memberIds: readonly string[] };

/** What a list of people is narrowed to. */
export type UserFilter =
  | { kind: "is"; attribute: "id" | "userName" | "externalId" | "email" | "name"; value: string }
  | { kind: "active"; value: boolean }
  | { kind: "and" | "or"; filters: readonly UserFilter[] }
  | { kind: "not"; filter: UserFilter };

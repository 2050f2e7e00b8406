import { prisma, type Transaction } from "@/lib/core/db";
import { Prisma, type ScimGroup } from "@/lib/core/generated/prisma/client";
import type { Role } from "@/lib/core/generated/prisma/enums";
import type { Actor } from "../actor";
import { authorize } from "../authorize";
import type { UserFilter } from "./rules";
import { mostTokens, type ScimTokenView, toScimTokenView } from "./token-view";

/** The SCIM tokens that are not revoked, oldest first. */
export async function listScimTokens(actor: Actor): Promise<ScimTokenView[]> {
  authorize(actor, "member:write");
  const { workspaceId } = actor;
  const rows = await prisma().scimToken.findMany({
    where: { workspaceId, revokedAt: null },
    orderBy: { createdAt: "asc" },
    take: mostTokens,
  });
  return rows.map(toScimTokenView);
}

/** A SCIM user of the workspace: a member, or a person whom the identity provider has deactivated. */
export type ScimUserRow = {
  id: string;
  userName: string;
  email: string;
  name: string;
  givenName: string | null;
  familyName: string | null;
  externalId: string | null;
  /** Null if the person is not a member, and so not active. */
  role: Role | null;
  groups: Role[];
  createdAt: Date;
  updatedAt: Date;
};

export type ScimGroupView = ScimGroup & { members: { id: string; name: string }[] };

const userName = Prisma.sql`coalesce(s.user_name, u.email)`;
const columns = {
  id: Prisma.sql`u.id::text`,
  userName,
  externalId: Prisma.sql`s.external_id`,
  email: Prisma.sql`u.email`,
  name: Prisma.sql`u.name`,
};
// userName and e-mail are compared without case; the others are case-exact (RFC 7643, 4.1 and 3.1).
const isCaseExact = (attribute: keyof typeof columns) => attribute === "externalId" || attribute === "id";

function toCondition(filter: UserFilter): Prisma.Sql {
  if (filter.kind === "active") return Prisma.sql`(m.user_id is not null) = ${filter.value}`;
  if (filter.kind === "not") return Prisma.sql`not coalesce(${toCondition(filter.filter)}, false)`;
  if (filter.kind === "is") {
    const { attribute, value } = filter;
    const column = columns[attribute];
    return isCaseExact(attribute) ? Prisma.sql`${column} = ${value}` : Prisma.sql`lower(${column}) = lower(${value})`;
  }
  const between = filter.kind === "and" ? " and " : " or ";
  return Prisma.sql`(${Prisma.join(filter.filters.map(toCondition), between)})`;
}

const peopleOf = (workspaceId: string) => Prisma.sql`
  (select user_id from members where workspace_id = ${workspaceId}::uuid
    union select user_id from scim_users where workspace_id = ${workspaceId}::uuid) p
  join users u on u.id = p.user_id
  left join members m on m.workspace_id = ${workspaceId}::uuid and m.user_id = u.id
  left join scim_users s on s.workspace_id = ${workspaceId}::uuid and s.user_id = u.id`;

export type ListUsers = { filter: UserFilter | null; offset: number; limit: number };

/** A page of the workspace's SCIM users, ordered by id, and their total number. */
export async function listScimUsers(
  { workspaceId }: Actor,
  { filter, offset, limit }: ListUsers,
  db: Transaction = prisma(),
): Promise<{ users: ScimUserRow[]; total: number }> {
  const where = filter ? Prisma.sql`where ${toCondition(filter)}` : Prisma.empty;
  const people = peopleOf(workspaceId);
  const [counted] = await db.$queryRaw<{ total: number }[]>`select count(*)::int as total from ${people} ${where}`;
  const users = await db.$queryRaw<ScimUserRow[]>`
    select u.id, ${userName} as "userName", u.email, u.name, s.given_name as "givenName", s.family_name as "familyName",
      s.external_id as "externalId", m.role::text as role, coalesce(s.groups::text[], '{}') as groups,
      coalesce(s.created_at, m.created_at) as "createdAt", coalesce(s.updated_at, m.created_at) as "updatedAt"
    from ${people} ${where} order by u.id limit ${limit} offset ${offset}`;
  return { users, total: counted?.total ?? 0 };
}

/** Returns one SCIM user, or null if there is none. */
export async function findScimUser(actor: Actor, id: string, db?: Transaction): Promise<ScimUserRow | null> {
  const filter = { kind: "is", attribute: "id", value: id } as const;
  return (await listScimUsers(actor, { filter, offset: 0, limit: 1 }, db)).users[0] ?? null;
}

/** The groups that the identity provider has created: at most one per role. */
export function listScimGroups({ workspaceId }: Actor): Promise<ScimGroup[]> {
  return prisma().scimGroup.findMany({ where: { workspaceId }, orderBy: { role: "asc" }, take: 10 });
}

/** Returns a group with its people, including deactivated ones; null if there is none. */
export async function findScimGroup(
  { workspaceId }: Actor,
  id: string,
  db: Transaction = prisma(),
): Promise<ScimGroupView | null> {
  const group = await db.scimGroup.findFirst({ where: { id, workspaceId } });
  if (!group) return null;
  const rows = await db.scimUser.findMany({
    where: { workspaceId, groups: { has: group.role } },
    select: { user: { select: { id: true, name: true } } },
    orderBy: { userId: "asc" },
  });
  return { ...group, members: rows.map(({ user }) => user) };
}

import { decodeCursor, nameKey, type Page, type PageRequest, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import type { Role, WorkspaceDomain } from "@/lib/core/generated/prisma/client";
import type { Actor, Person } from "../actor";
import { authorize } from "../authorize";
import { domainOf, joinRoles, recordName, recordValue } from "./rules";
import type { DomainView } from "./views";

/** The maximum number of domains of a workspace. They fit on one page of the list. */
export const mostDomains = 20;

export function toDomainView({ id, domain, token, ...row }: WorkspaceDomain): DomainView {
  const { verifiedAt, missingSince, joinRole } = row;
  return {
    id,
    domain,
    record: { name: recordName(domain), value: recordValue(token) },
    verifiedAt: verifiedAt?.toISOString() ?? null,
    missingSince: missingSince?.toISOString() ?? null,
    joinRole: joinRoles.find((role) => role === joinRole) ?? null,
  };
}

/** The workspace's domains, by name. */
export async function listDomains(actor: Actor, { limit, cursor }: PageRequest): Promise<Page<DomainView>> {
  authorize(actor, "member:write");
  const { workspaceId } = actor;
  const [after] = decodeCursor(cursor, nameKey) ?? [];
  const rows = await prisma().workspaceDomain.findMany({
    where: { workspaceId, ...(after !== undefined && { domain: { gt: after } }) },
    orderBy: { domain: "asc" },
    take: limit + 1,
  });
  return toPage(rows, limit, ({ domain }) => [domain], toDomainView);
}

/** A workspace that the person may join by their address. */
export type OpenWorkspace = { slug: string; name: string; domain: string; role: Role };

/** The workspaces that a person can join by their confirmed address, by name, without those they are already in. */
export async function listOpenWorkspaces({ userId, email }: Person): Promise<OpenWorkspace[]> {
  const user = await prisma().user.findUnique({ where: { id: userId }, select: { emailVerifiedAt: true } });
  if (!user?.emailVerifiedAt) return [];
  const domain = domainOf(email);
  const rows = await prisma().workspaceDomain.findMany({
    where: {
      domain,
      verifiedAt: { not: null },
      joinRole: { not: null },
      workspace: { deletionAt: null, members: { none: { userId } }, scimTokens: { none: { revokedAt: null } } },
    },
    include: { workspace: { select: { slug: true, name: true } } },
    orderBy: { workspace: { name: "asc" } },
    take: mostDomains,
  });
  return rows.flatMap(({ joinRole, workspace: { slug, name } }) =>
    joinRole ? [{ slug, name, domain, role: joinRole }] : [],
  );
}

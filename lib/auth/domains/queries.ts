import { prisma } from "@/lib/core/db";
import type { Role, WorkspaceDomain } from "@/lib/core/generated/prisma/client";
import type { Actor, Person } from "../actor";
import { authorize } from "../authorize";
import { domainOf, recordName, recordValue } from "./rules";

export type DomainView = {
  id: string;
  domain: string;
  /** The TXT record that proves it. */
  record: { name: string; value: string };
  verifiedAt: string | null;
  joinRole: Role | null;
};

/** The most domains of a workspace: one list shows them all. */
export const mostDomains = 20;

export function toDomainView({ id, domain, token, verifiedAt, joinRole }: WorkspaceDomain): DomainView {
  return {
    id,
    domain,
    record: { name: recordName(domain), value: recordValue(token) },
    verifiedAt: verifiedAt?.toISOString() ?? null,
    joinRole,
  };
}

/** The workspace's domains, by name. */
export async function listDomains(actor: Actor): Promise<DomainView[]> {
  authorize(actor, "member:write");
  const { workspaceId } = actor;
  const rows = await prisma().workspaceDomain.findMany({
    where: { workspaceId },
    orderBy: { domain: "asc" },
    take: mostDomains,
  });
  return rows.map(toDomainView);
}

/** A workspace that the person may join by their address. */
export type OpenWorkspace = { slug: string; name: string; domain: string; role: Role };

/** The workspaces that people with the person's confirmed address may join, by name; those they are in are left out. */
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

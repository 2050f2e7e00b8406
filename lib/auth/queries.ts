import type { Page, PageRequest } from "@/lib/core/cursor";
import { decodeCursor, timeKey, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import type { ApiKey, Prisma, Role, User } from "@/lib/core/generated/prisma/client";
import type { Actor, UserActor } from "./actor";
import { authorize, type EnvironmentScope } from "./authorize";

/** An API key as it may be shown: never the key itself. */
export type ApiKeyView = {
  id: string;
  name: string;
  scope: "runtime" | "manage";
  prefix: string;
  environments: "all" | string[];
  createdBy: string;
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
  lastUsedAt: string | null;
  rotatedFrom: string | null;
  status: "active" | "expired" | "revoked";
};

const iso = (date: Date | null) => date?.toISOString() ?? null;

/** The view of a key row; environment ids become names. */
export function toApiKeyView(row: ApiKey, environmentNames: ReadonlyMap<string, string>): ApiKeyView {
  const isExpired = row.expiresAt !== null && row.expiresAt.getTime() <= Date.now();
  return {
    id: row.id,
    name: row.name,
    scope: row.scope,
    prefix: row.prefix,
    environments: row.allEnvironments ? "all" : row.environmentIds.flatMap((id) => environmentNames.get(id) ?? []),
    createdBy: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    expiresAt: iso(row.expiresAt),
    revokedAt: iso(row.revokedAt),
    lastUsedAt: iso(row.lastUsedAt),
    rotatedFrom: row.rotatedFromId,
    status: row.revokedAt ? "revoked" : isExpired ? "expired" : "active",
  };
}

/** Names of the workspace's environments by id. */
export async function environmentNamesById(workspaceId: string): Promise<Map<string, string>> {
  const rows = await prisma().environment.findMany({ where: { workspaceId }, select: { id: true, name: true } });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The workspace's keys, newest first. */
export async function listApiKeys(actor: Actor, { limit, cursor }: PageRequest): Promise<Page<ApiKeyView>> {
  authorize(actor, "key:read");
  const { workspaceId } = actor;
  const after = decodeCursor(cursor, timeKey);
  const where: Prisma.ApiKeyWhereInput = { workspaceId };
  if (after) where.OR = olderThan("createdAt", after);
  const [rows, names] = await Promise.all([
    prisma().apiKey.findMany({ where, orderBy: [{ createdAt: "desc" }, { id: "desc" }], take: limit + 1 }),
    environmentNamesById(workspaceId),
  ]);
  return toPage(
    rows,
    limit,
    (row) => [row.createdAt.getTime(), row.id],
    (row) => toApiKeyView(row, names),
  );
}

/** A key and when it was last used, to the minute. */
export type KeyInUse = { name: string; lastUsedAt: string };

/** The keys that may read an environment and were used since then, latest first, at most 50: who a release reaches. */
export async function listKeysInUse(actor: Actor, environment: EnvironmentScope, since: Date): Promise<KeyInUse[]> {
  authorize(actor, "prompt:promote", environment);
  const reaches: Prisma.ApiKeyWhereInput[] = [{ allEnvironments: true }, { environmentIds: { has: environment.id } }];
  const isValid: Prisma.ApiKeyWhereInput[] = [{ expiresAt: null }, { expiresAt: { gt: new Date() } }];
  const rows = await prisma().apiKey.findMany({
    where: {
      workspaceId: actor.workspaceId,
      revokedAt: null,
      lastUsedAt: { gte: since },
      AND: [{ OR: reaches }, { OR: isValid }],
    },
    orderBy: { lastUsedAt: "desc" },
    take: 50,
    select: { name: true, lastUsedAt: true },
  });
  return rows.flatMap(({ name, lastUsedAt }) => (lastUsedAt ? [{ name, lastUsedAt: lastUsedAt.toISOString() }] : []));
}

function olderThan<Field extends string>(field: Field, [time, id]: [number, string]) {
  const at = new Date(time);
  return [{ [field]: { lt: at } }, { [field]: at, id: { lt: id } }] as never;
}

export type AuditEventView = {
  id: string;
  at: string;
  actor: { kind: "user" | "key" | "system"; id: string | null; name: string };
  action: string;
  target: { kind: string; id: string; name: string };
  data: unknown;
};

type AuditFilter = { action?: string; actorId?: string; targetId?: string; from?: string; to?: string };

/** The workspace's audit log, newest first. */
export async function listAuditEvents(
  actor: Actor,
  { limit, cursor, action, actorId, targetId, from, to }: PageRequest & AuditFilter,
): Promise<Page<AuditEventView>> {
  authorize(actor, "audit:read");
  const after = decodeCursor(cursor, timeKey);
  const where: Prisma.AuditEventWhereInput = { workspaceId: actor.workspaceId };
  if (action) where.action = action;
  if (actorId) where.actorId = actorId;
  if (targetId) where.targetId = targetId;
  if (from || to) where.at = { ...(from && { gte: new Date(from) }), ...(to && { lt: new Date(to) }) };
  if (after) where.OR = olderThan("at", after);
  const rows = await prisma().auditEvent.findMany({
    where,
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  return toPage(
    rows,
    limit,
    (row) => [row.at.getTime(), row.id],
    (row) => ({
      id: row.id,
      at: row.at.toISOString(),
      actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
      action: row.action,
      target: { kind: row.targetKind, id: row.targetId, name: row.targetName },
      data: row.data,
    }),
  );
}

export type Membership = { workspaceId: string; slug: string; workspaceName: string; role: Role };

/** A person's workspaces, by name. */
export async function listMembershipsOf(userId: string): Promise<Membership[]> {
  const rows = await prisma().member.findMany({
    where: { userId },
    include: { workspace: true },
    orderBy: { workspace: { name: "asc" } },
  });
  return rows.map(({ workspaceId, workspace, role }) => ({
    workspaceId,
    slug: workspace.slug,
    workspaceName: workspace.name,
    role,
  }));
}

/** A person as an actor in the workspace with this slug; null when they are no member. */
export async function getMemberActor(userId: string, slug: string): Promise<UserActor | null> {
  const member = await prisma().member.findFirst({
    where: { userId, workspace: { slug } },
    include: { user: { select: { name: true } } },
  });
  return member && { kind: "user", workspaceId: member.workspaceId, userId, name: member.user.name, role: member.role };
}

/** The account of an e-mail address, for signing in alone. */
export function getUserByEmail(email: string): Promise<User | null> {
  return prisma().user.findUnique({ where: { email } });
}

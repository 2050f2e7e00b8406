import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { environmentLimit } from "@/lib/auth/environment-limit";
import { byTime, decodeCursor, type Page, type PageRequest, timeKey, toPage } from "@/lib/core/cursor";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import { environmentCalled } from "@/lib/core/environment-name";
import { notFound } from "@/lib/core/errors";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import type { AlertSeverity } from "@/lib/core/generated/prisma/enums";
import { olderThan } from "@/lib/core/time-order";
import { noticeKindNames } from "../notice-kinds";
import type { AlertKind } from "../registry";
import type { AlertView } from "../views";
import { listPlaceNames } from "./places";

export type AlertFilter = {
  prompt?: string | undefined;
  environment?: string | undefined;
  kind?: AlertKind | undefined;
  severity?: AlertSeverity | undefined;
  /** True: only alerts that this person has not seen. For a key, alerts that no member has seen. */
  isOpen?: boolean | undefined;
};

const newsMs = 30 * 86_400_000;

const unseenBy = (actor: Actor): Prisma.AlertWhereInput => ({
  at: { gt: new Date(databaseNow().getTime() - newsMs) },
  seenBy: { none: actor.kind === "user" ? { userId: actor.userId } : {} },
});

async function toWhere(actor: Actor, filter: AlertFilter): Promise<Prisma.AlertWhereInput[]> {
  const { prompt, environment, kind, severity, isOpen } = filter;
  const { workspaceId } = actor;
  const and: Prisma.AlertWhereInput[] = [{ workspaceId, kind: { notIn: noticeKindNames } }];
  if (prompt !== undefined) and.push({ promptId: await idOfPrompt(workspaceId, prompt) });
  if (environment !== undefined) and.push({ environmentId: await idOfEnvironment(workspaceId, environment) });
  const limit = environmentLimit(actor);
  // Budgets count the costs of every environment.
  const ofWorkspace = { environmentId: null, NOT: { kind: { startsWith: "budget." } } };
  if (limit) and.push({ OR: [ofWorkspace, { environmentId: { in: limit } }] });
  if (kind) and.push({ kind });
  if (severity) and.push({ severity });
  if (isOpen === true) and.push(unseenBy(actor));
  if (isOpen === false) and.push({ NOT: unseenBy(actor) });
  return and;
}

async function idOfPrompt(workspaceId: string, name: string): Promise<string> {
  const row = await prisma().prompt.findFirst({
    where: { workspaceId, OR: [{ name }, { aliases: { some: { name } } }] },
    select: { id: true },
  });
  if (!row) throw notFound(`The prompt ${name}`);
  return row.id;
}

async function idOfEnvironment(workspaceId: string, name: string): Promise<string> {
  const row = await prisma().environment.findFirst({
    where: { workspaceId, ...environmentCalled(name) },
    select: { id: true },
  });
  if (!row) throw notFound(`The environment ${name}`);
  return row.id;
}

/** Lists alerts of the workspace, newest first. */
export async function listAlerts(
  actor: Actor,
  { limit, cursor, ...filter }: PageRequest & AlertFilter,
): Promise<Page<AlertView>> {
  authorize(actor, "prompt:read");
  const and = await toWhere(actor, filter);
  const after = decodeCursor(cursor, timeKey);
  if (after) and.push({ OR: olderThan("at", after) });
  const rows = await prisma().alert.findMany({
    where: { AND: and },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: limit + 1,
    include: {
      seenBy: { where: actor.kind === "user" ? { userId: actor.userId } : {}, take: 1 },
      deliveries: {
        where: { replayOfId: null },
        select: { status: true, channel: { select: { name: true, kind: true } } },
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      },
    },
  });
  const places = await listPlaceNames(actor.workspaceId, rows);
  const newsSince = databaseNow().getTime() - newsMs;
  return toPage(
    rows,
    limit,
    byTime,
    (row): AlertView => ({
      id: row.id,
      kind: row.kind as AlertKind,
      severity: row.severity,
      title: row.title,
      body: row.body,
      path: row.path,
      ...places(row),
      at: row.at.toISOString(),
      isUnread: actor.kind === "user" && row.seenBy.length === 0 && row.at.getTime() > newsSince,
      deliveries: row.deliveries.map(({ status, channel }) => ({ channel: channel.name, kind: channel.kind, status })),
    }),
  );
}

/** Returns the number of unseen alerts of severity warning or critical for this person. 0 for keys. */
export async function countUnread(actor: Actor): Promise<number> {
  authorize(actor, "prompt:read");
  if (actor.kind !== "user") return 0;
  const { workspaceId } = actor;
  return prisma().alert.count({ where: { workspaceId, severity: { not: "info" }, ...unseenBy(actor) } });
}

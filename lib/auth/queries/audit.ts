import { z } from "zod";
import type { Page, PageRequest } from "@/lib/core/cursor";
import { byTime, decodeCursor, timeKey, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { olderThan } from "@/lib/core/time-order";
import { time } from "@/lib/core/view-fields";
import type { Actor } from "../actor";
import { actorView } from "../actor-view";
import { authorize } from "../authorize";
import { recordAct } from "../commands/record-read";
import { addEmails } from "./add-emails";

/** An event of the audit log. */
export const auditEventView = z
  .strictObject({
    id: z.string(),
    at: time,
    actor: actorView,
    action: z.string(),
    target: z.strictObject({ kind: z.string(), id: z.string(), name: z.string() }),
    data: z.unknown(),
  })
  .meta({ id: "AuditEvent" });
export type AuditEventView = z.output<typeof auditEventView>;

/** A filter of the audit log. `target` is a part of the target's name. `from` is inclusive, `to` is exclusive. */
export type AuditFilter = {
  action?: string | undefined;
  actorId?: string | undefined;
  targetId?: string | undefined;
  target?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

/** The workspace's audit log, newest first. */
export async function listAuditEvents(
  actor: Actor,
  { limit, cursor, action, actorId, targetId, target, from, to }: PageRequest & AuditFilter,
): Promise<Page<AuditEventView>> {
  authorize(actor, "audit:read");
  const after = decodeCursor(cursor, timeKey);
  const where: Prisma.AuditEventWhereInput = { workspaceId: actor.workspaceId };
  if (action) where.action = action;
  if (actorId) where.actorId = actorId;
  if (targetId) where.targetId = targetId;
  if (target) where.targetName = { contains: target.replace(/[\\%_]/g, "\\$&"), mode: "insensitive" };
  if (from || to) where.at = { ...(from && { gte: new Date(from) }), ...(to && { lt: new Date(to) }) };
  if (after) where.OR = olderThan("at", after);
  const rows = await prisma().auditEvent.findMany({
    where,
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const page = toPage(
    rows,
    limit,
    byTime,
    (row): AuditEventView => ({
      id: row.id,
      at: row.at.toISOString(),
      actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
      action: row.action,
      target: { kind: row.targetKind, id: row.targetId, name: row.targetName },
      data: row.data,
    }),
  );
  await addEmails(
    actor,
    page.items.map((event) => event.actor),
  );
  return page;
}

const exportPage = 500;

/**
 * All events that match the filter, newest first. Pages are read on demand. The first page is read immediately, so that
 * errors are thrown before any output.
 */
export async function exportAuditEvents(actor: Actor, filter: AuditFilter): Promise<AsyncGenerator<AuditEventView[]>> {
  const first = await listAuditEvents(actor, { ...filter, limit: exportPage });
  const { workspaceId } = actor;
  const workspace = await prisma().workspace.findUniqueOrThrow({ where: { id: workspaceId }, select: { name: true } });
  const usedFilter = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
  await recordAct(actor, "audit.export", { id: workspaceId, name: workspace.name }, usedFilter);
  return (async function* pages() {
    for (let page = first; ; ) {
      yield page.items;
      if (page.nextCursor === null) return;
      page = await listAuditEvents(actor, { ...filter, limit: exportPage, cursor: page.nextCursor });
    }
  })();
}

/** The actors of the newest 20,000 events, by name. Includes people who left and keys that ended. */
export async function listAuditActors(actor: Actor): Promise<{ id: string; name: string; kind: "user" | "key" }[]> {
  authorize(actor, "audit:read");
  return prisma().$queryRaw`
    select distinct on (actor_id) actor_id as id, actor_name as name, actor_kind::text as kind
    from (
      select actor_id, actor_name, actor_kind, at from audit_events
      where workspace_id = ${actor.workspaceId}::uuid order by at desc, id desc limit 20000
    ) newest
    where actor_id is not null order by actor_id, at desc limit 500`;
}

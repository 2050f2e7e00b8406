import type { Page, PageRequest } from "@/lib/core/cursor";
import { decodeCursor, timeKey, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import type { Actor } from "../actor";
import { authorize } from "../authorize";
import { olderThan } from "./time-order";

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

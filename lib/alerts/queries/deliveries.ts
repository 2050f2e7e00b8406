import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { byCreation, decodeCursor, type Page, type PageRequest, timeKey, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import type { Alert, AlertChannel, AlertDelivery, Prisma } from "@/lib/core/generated/prisma/client";
import { serverUrl } from "@/lib/core/server-url";
import { olderThan } from "@/lib/core/time-order";
import type { AlertMessage } from "../message";
import type { AlertKind } from "../registry";
import type { DeliveryView } from "../views";
import { listPlaceNames } from "./places";

const include = {
  alert: { select: { id: true, kind: true, severity: true, title: true } },
} as const satisfies Prisma.AlertDeliveryInclude;

type DeliveryRow = Prisma.AlertDeliveryGetPayload<{ include: typeof include }>;

function toDeliveryView({ alert, ...row }: DeliveryRow): DeliveryView {
  const time = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id: row.id,
    alert: alert && { ...alert, kind: alert.kind as AlertKind },
    status: row.status,
    attempts: row.attempts,
    lastStatus: row.lastStatus,
    lastError: row.lastError,
    durationMs: row.durationMs,
    lastAttemptAt: time(row.lastAttemptAt),
    deliveredAt: time(row.deliveredAt),
    createdAt: row.createdAt.toISOString(),
    replayOf: row.replayOfId,
    nextAttemptAt: row.status === "pending" ? row.availableAt.toISOString() : null,
  };
}

/** Lists the deliveries of a channel, newest first. Throws 404 `not_found`. */
export async function listDeliveries(
  actor: Actor,
  { id: channelId, limit, cursor }: PageRequest & { id: string },
): Promise<Page<DeliveryView>> {
  authorize(actor, "alert:write");
  const { workspaceId } = actor;
  if ((await prisma().alertChannel.count({ where: { id: channelId, workspaceId } })) === 0)
    throw notFound("The alert channel");
  const after = decodeCursor(cursor, timeKey);
  const rows = await prisma().alertDelivery.findMany({
    where: {
      workspaceId,
      channelId,
      ...(after && { OR: olderThan("createdAt", after) }),
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
    include,
  });
  return toPage(rows, limit, byCreation, toDeliveryView);
}

/** Returns one delivery. Throws 404 `not_found`. */
export async function getDeliveryOrThrow(actor: Actor, id: string): Promise<DeliveryView> {
  authorize(actor, "alert:write");
  const row = await prisma().alertDelivery.findFirst({ where: { id, workspaceId: actor.workspaceId }, include });
  if (!row) throw notFound("The delivery");
  return toDeliveryView(row);
}

/** `now` is the database's time. */
export type Letter = { delivery: AlertDelivery; channel: AlertChannel; message: AlertMessage; now: Date };

/** Returns a delivery with its channel and message, or null if it was removed. For the worker. */
export async function getLetter({ id, workspaceId }: { id: string; workspaceId: string }): Promise<Letter | null> {
  const row = await prisma().alertDelivery.findFirst({
    where: { id, workspaceId },
    include: { channel: true, alert: true, workspace: { select: { name: true, slug: true } } },
  });
  if (!row) return null;
  const { channel, alert, workspace, ...delivery } = row;
  const base = `${serverUrl()}/${workspace.slug}`;
  const message = alert
    ? await toMessage(alert, base, workspace.name)
    : testOf(channel, delivery, base, workspace.name);
  const [{ now }] = await prisma().$queryRaw<[{ now: Date }]>`select clock_timestamp() as now`;
  return { delivery, channel, message, now };
}

async function toMessage(alert: Alert, base: string, workspace: string): Promise<AlertMessage> {
  const { id, severity, title, body, path, at, kind, workspaceId } = alert;
  const places = await listPlaceNames(workspaceId, [alert]);
  const own = { id, severity, title, body, url: path ? `${base}/${path}` : base, workspace, ...places(alert) };
  return { type: kind, timestamp: at.toISOString(), data: { ...(alert.data as Prisma.JsonObject), ...own } };
}

function testOf({ name }: AlertChannel, { createdAt }: AlertDelivery, base: string, workspace: string): AlertMessage {
  const title = `Test of “${name}”`;
  const body = "Alerts of this workspace arrive here. Nothing has happened.";
  const place = { url: `${base}/settings/alerts`, workspace, prompt: null, environment: null };
  return {
    type: "channel.test",
    timestamp: createdAt.toISOString(),
    data: { id: null, severity: "info", title, body, ...place },
  };
}

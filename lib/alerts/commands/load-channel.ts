import { type Actor, actorRecord } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/core/audit";
import type { Transaction } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import type { AlertChannel, Prisma } from "@/lib/core/generated/prisma/client";

/** The channel, held until the transaction ends; 404 `not_found`. */
export async function lockChannel(tx: Transaction, workspaceId: string, id: string): Promise<AlertChannel> {
  await tx.$queryRaw`select 1 from alert_channels where id = ${id}::uuid and workspace_id = ${workspaceId}::uuid for update`;
  const row = await tx.alertChannel.findFirst({ where: { id, workspaceId } });
  if (!row) throw notFound("The alert channel");
  return row;
}

/** Writes what was done to a channel; never where it leads or what signs it. */
export async function auditChannel(
  tx: Transaction,
  actor: Actor,
  action: string,
  { id, name }: Pick<AlertChannel, "id" | "name">,
  data: Prisma.InputJsonObject = {},
): Promise<void> {
  const target = { kind: "alert-channel", id, name };
  await recordAudit(tx, { workspaceId: actor.workspaceId, actor: actorRecord(actor), action, target, data });
}

/** Gives up the deliveries that wait for a channel that was switched off. */
export async function giveUpWaiting(tx: Transaction, { workspaceId, id }: AlertChannel): Promise<void> {
  await tx.alertDelivery.updateMany({
    where: { workspaceId, channelId: id, status: "pending", alertId: { not: null } },
    data: { status: "failed", lastError: "The channel was switched off." },
  });
}

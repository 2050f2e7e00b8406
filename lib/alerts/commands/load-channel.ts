import type { Transaction } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import type { AlertChannel } from "@/lib/core/generated/prisma/client";

/** Returns the channel, locked until the transaction ends. Throws 404 `not_found`. */
export async function lockChannel(tx: Transaction, workspaceId: string, id: string): Promise<AlertChannel> {
  await tx.$queryRaw`select 1 from alert_channels where id = ${id}::uuid and workspace_id = ${workspaceId}::uuid for update`;
  const row = await tx.alertChannel.findFirst({ where: { id, workspaceId } });
  if (!row) throw notFound("The alert channel");
  return row;
}

/** Cancels the pending deliveries of a channel that was switched off. */
export async function giveUpWaiting(tx: Transaction, { workspaceId, id }: AlertChannel): Promise<void> {
  await tx.alertDelivery.updateMany({
    where: { workspaceId, channelId: id, status: "pending", alertId: { not: null } },
    data: { status: "failed", lastError: "The channel was switched off." },
  });
}

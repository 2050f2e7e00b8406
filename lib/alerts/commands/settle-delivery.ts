import type { SystemActor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { databaseNow } from "@/lib/core/database-clock";
import { type Transaction, transaction } from "@/lib/core/db";
import type { AlertChannel, AlertDelivery, Prisma } from "@/lib/core/generated/prisma/client";
import { channelDisabled } from "../definitions/channel-disabled";
import { disableReason, nextWaitMs, type Outcome } from "../retry";
import { giveUpWaiting } from "./load-channel";
import { raiseAlert } from "./raise-alert";

export type DeliveryResult = "delivered" | "retried" | "failed";

const maxErrorLength = 500;

/**
 * Records the outcome of an attempt: delivered, retried later, or failed. Also updates the channel's state. Returns
 * null for a late failure, when another process has taken over the delivery or the channel was switched off.
 */
export async function settleDelivery(
  delivery: AlertDelivery,
  outcome: Outcome,
  durationMs: number,
): Promise<DeliveryResult | null> {
  const { id, workspaceId, attempts, alertId } = delivery;
  const isTest = alertId === null;
  const waitMs = isTest ? null : nextWaitMs(attempts, outcome, Math.random());
  const settled: DeliveryResult = outcome.isOk ? "delivered" : waitMs === null ? "failed" : "retried";
  const error = (outcome.isOk ? (outcome.note ?? "") : outcome.error).slice(0, maxErrorLength);
  return transaction(async (tx) => {
    // The channel is locked first, as in changes of channels. Another order could deadlock.
    await tx.$queryRaw`select 1 from alert_channels
      where id = ${delivery.channelId}::uuid and workspace_id = ${workspaceId}::uuid for no key update`;
    const data: Prisma.AlertDeliveryUpdateManyMutationInput = {
      lastStatus: outcome.status,
      lastError: error,
      durationMs: Math.round(durationMs),
      ...(settled === "delivered" && { status: "delivered", deliveredAt: databaseNow() }),
      ...(settled === "failed" && { status: "failed" }),
    };
    // A success always counts, even if the claim has expired. Otherwise the delivery would be repeated forever.
    const isOurs: Prisma.AlertDeliveryWhereInput = outcome.isOk
      ? { status: { not: "delivered" } }
      : { status: "pending", attempts };
    const where = { id, workspaceId, ...isOurs };
    if ((await tx.alertDelivery.updateMany({ where, data })).count === 0) return null;
    if (waitMs !== null)
      await tx.$executeRaw`update alert_deliveries set available_at = clock_timestamp() + make_interval(secs => ${waitMs / 1_000})
        where id = ${id}::uuid and workspace_id = ${workspaceId}::uuid`;
    if (outcome.isOk || !isTest) await noteOnChannel(tx, delivery, outcome, settled);
    return settled;
  });
}

/** Updates the channel's state. A success resets its failures. Continued failures switch it off. */
async function noteOnChannel(tx: Transaction, delivery: AlertDelivery, outcome: Outcome, settled: DeliveryResult) {
  const { workspaceId, channelId } = delivery;
  if (outcome.isOk) {
    await tx.alertChannel.updateMany({
      where: { id: channelId, workspaceId, failingSince: { not: null } },
      data: { failures: 0, failingSince: null },
    });
    return;
  }
  const [row] = await tx.$queryRaw<[{ failures: number; failingSince: Date; now: Date }?]>`
    update alert_channels set failures = failures + ${settled === "failed" ? 1 : 0},
      failing_since = coalesce(failing_since, clock_timestamp())
    where id = ${channelId}::uuid and workspace_id = ${workspaceId}::uuid and is_enabled
    returning failures, failing_since as "failingSince", clock_timestamp() as now`;
  const reason = row && disableReason({ ...row, isGivenUp: settled === "failed" }, outcome, row.now);
  if (reason) await disableChannel(tx, delivery, reason);
}

async function disableChannel(tx: Transaction, { workspaceId, channelId, id }: AlertDelivery, reason: string) {
  const channel: AlertChannel = await tx.alertChannel.update({
    where: { id: channelId, workspaceId },
    data: { isEnabled: false, disabledReason: reason.slice(0, maxErrorLength), updatedAt: databaseNow() },
  });
  await giveUpWaiting(tx, channel);
  const actor: SystemActor = { kind: "system", workspaceId, name: "Alerts" };
  await recordAudit(tx, actor, "alert-channel.disable", channel, { reason });
  const cause = { workspaceId, dedupeKey: `channel.disabled ${channel.id} ${id}` };
  const data = { channel: { id: channel.id, kind: channel.kind, name: channel.name } };
  await raiseAlert(tx, channelDisabled.alert(cause, data, reason));
}

import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import { uuidV7 } from "@/lib/core/uuid";
import { parseInput } from "@/lib/core/validation";
import { getDeliveryOrThrow } from "../queries/deliveries";
import { type DeliveryIdInput, deliveryIdInput } from "../schema";
import type { DeliveryView } from "../views";
import { lockChannel } from "./load-channel";

/**
 * Delivers an alert again on its channel with the same message id. Throws 409 `invalid_state` while it is still being
 * delivered.
 */
export async function replayDelivery(actor: Actor, input: DeliveryIdInput): Promise<DeliveryView> {
  authorize(actor, "alert:write");
  const { id: channelId, deliveryId } = parseInput(deliveryIdInput, input);
  const { workspaceId } = actor;
  const id = uuidV7();
  await transaction(async (tx) => {
    const channel = await lockChannel(tx, workspaceId, channelId);
    const row = await tx.alertDelivery.findFirst({ where: { id: deliveryId, channelId, workspaceId } });
    if (!row) throw notFound("The delivery");
    if (!channel.isEnabled) throw new AppError("invalid_state", "The channel is off. Switch it on first.");
    if (row.alertId === null) throw new AppError("invalid_state", "This was a test. Send a new one.");
    if (row.status === "pending") throw new AppError("invalid_state", "It is still being delivered.");
    const replayOfId = row.replayOfId ?? row.id;
    await tx.$executeRaw`insert into alert_deliveries (id, workspace_id, channel_id, alert_id, replay_of_id)
      values (${id}::uuid, ${workspaceId}::uuid, ${channelId}::uuid, ${row.alertId}::uuid, ${replayOfId}::uuid)`;
    await recordAudit(tx, actor, "alert-channel.replay", channel, { delivery: replayOfId });
  });
  return getDeliveryOrThrow(actor, id);
}

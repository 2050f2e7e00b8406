import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { uuidV7 } from "@/lib/core/uuid";
import { parseInput } from "@/lib/core/validation";
import { getDeliveryOrThrow } from "../queries/deliveries";
import { type ChannelIdInput, channelIdInput } from "../schema";
import type { DeliveryView } from "../views";
import { lockChannel } from "./channels";
import { tryDelivery } from "./deliver-alerts";

/**
 * Sends a test and waits for the outcome, also on a channel that is switched off. There is one attempt, and a failure
 * does not count for the channel.
 */
export async function testChannel(actor: Actor, input: ChannelIdInput): Promise<DeliveryView> {
  authorize(actor, "alert:write");
  const { id: channelId } = parseInput(channelIdInput, input);
  const { workspaceId } = actor;
  const id = uuidV7();
  await transaction(async (tx) => {
    const channel = await lockChannel(tx, workspaceId, channelId);
    // Claimed when it is created. If this process dies, the worker sends it.
    await tx.$executeRaw`
      insert into alert_deliveries (id, workspace_id, channel_id, attempts, last_attempt_at, available_at)
      values (${id}::uuid, ${workspaceId}::uuid, ${channelId}::uuid, 1, now(), now() + interval '45 seconds')`;
    await recordAudit(tx, actor, "alert-channel.test", channel);
  });
  await tryDelivery({ id, workspaceId });
  return getDeliveryOrThrow(actor, id);
}

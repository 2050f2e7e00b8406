import { isDeepStrictEqual } from "node:util";
import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError, invalidField, isAppError, notFound } from "@/lib/core/errors";
import type { AlertChannel } from "@/lib/core/generated/prisma/client";
import { outgoing } from "@/lib/core/safe-fetch";
import { uuidV7 } from "@/lib/core/uuid";
import { parseInput } from "@/lib/core/validation";
import { getDeliveryOrThrow } from "../queries/deliveries";
import {
  type ChannelIdInput,
  type CreateChannelInput,
  channelIdInput,
  createChannelInput,
  type DeliveryIdInput,
  deliveryIdInput,
  type RotateSecretInput,
  rotateSecretInput,
  type UpdateChannelInput,
  updateChannelInput,
} from "../schema";
import { openSigning, sealSigning, sealTarget, type Target } from "../sealed";
import { newSigningSecret } from "../signature";
import { type ChannelView, type DeliveryView, toChannelView } from "../views";

const mostChannels = 20;

/** A new channel. `secret` signs its webhooks and is shown only once. Null for other kinds. */
export type NewChannel = ChannelView & { secret: string | null };

type TargetInput = { url?: string | undefined; recipients?: string[] | undefined };

/**
 * Returns the target after checking that it may be called. Throws 422 `url_not_allowed`. Returns null if none was
 * given.
 */
async function toTarget({ url, recipients }: TargetInput): Promise<Target | null> {
  if (recipients) return { recipients };
  if (url === undefined) return null;
  try {
    return { url: (await outgoing().assertAllowed(url)).href };
  } catch (error) {
    if (!isAppError(error)) throw error;
    const { code, message } = error;
    throw new AppError(code, message, { errors: [{ pointer: "/url", code, message }] });
  }
}

/** Creates a channel. A webhook gets a signing secret, which only this response contains. */
export async function createChannel(actor: Actor, input: CreateChannelInput): Promise<NewChannel> {
  authorize(actor, "alert:write");
  const { kind, name, minimum, notices, noticeEnvironments, ...targetFields } = parseInput(createChannelInput, input);
  const target = await toTarget(targetFields);
  if (!target) throw new AppError("invalid_request", "Enter the address.");
  const owner = { workspaceId: actor.workspaceId, id: uuidV7() };
  const secret = kind === "webhook" ? newSigningSecret() : null;
  return transaction(async (tx) => {
    if ((await tx.alertChannel.count({ where: { workspaceId: actor.workspaceId } })) >= mostChannels)
      throw new AppError("invalid_state", `A workspace has at most ${mostChannels} alert channels. Remove one first.`);
    const row = await tx.alertChannel.create({
      data: {
        ...owner,
        kind,
        name,
        createdByName: actor.name,
        ...sealTarget(owner, target),
        ...(secret && { signingSecret: sealSigning(owner, { secret }) }),
        ...(minimum && { minimum }),
        ...(notices && { notices }),
        ...(noticeEnvironments && { noticeEnvironments }),
      },
    });
    await recordAudit(tx, actor, "alert-channel.create", row, { kind, minimum: row.minimum, ...noticesOf(row) });
    return { ...toChannelView(row), secret };
  });
}

/**
 * Changes a channel. Fields that are left out are unchanged. Switching it off cancels pending deliveries. Switching it
 * on resets its failures.
 */
export async function updateChannel(actor: Actor, input: UpdateChannelInput): Promise<ChannelView> {
  authorize(actor, "alert:write");
  const { id, name, isEnabled, url, recipients, ...kinds } = parseInput(updateChannelInput, input);
  const targetFields = { url, recipients };
  const target = await toTarget(targetFields);
  return transaction(async (tx) => {
    const before = await lockChannel(tx, actor.workspaceId, id);
    const wrong = before.kind === "email" ? ("url" as const) : ("recipients" as const);
    if (targetFields[wrong] !== undefined)
      throw invalidField(`/${wrong}`, `A channel of the kind ${before.kind} has no ${wrong}.`);
    const isStarting = isEnabled === true && !before.isEnabled;
    const isStopping = isEnabled === false && before.isEnabled;
    const row = await tx.alertChannel.update({
      where: { id, workspaceId: actor.workspaceId },
      data: {
        ...(name !== undefined && { name }),
        ...kinds,
        ...(target && sealTarget(before, target)),
        ...(isEnabled !== undefined && { isEnabled }),
        ...((isStarting || target) && { failures: 0, failingSince: null }),
        ...((isStarting || isStopping) && { disabledReason: "" }),
        updatedAt: databaseNow(),
      },
    });
    if (isStopping) await giveUpWaiting(tx, row);
    await recordAudit(tx, actor, "alert-channel.update", row, {
      ...(row.name !== before.name && { name: row.name, formerName: before.name }),
      ...(row.minimum !== before.minimum && { minimum: row.minimum }),
      ...(!isDeepStrictEqual(noticesOf(row), noticesOf(before)) && noticesOf(row)),
      ...(row.isEnabled !== before.isEnabled && { isEnabled: row.isEnabled }),
      ...(target && { target: "replaced" }),
    });
    return toChannelView(row);
  });
}

/** The notices of a channel, for the audit log. */
const noticesOf = ({ notices, noticeEnvironments }: AlertChannel) => ({ notices, noticeEnvironments });

/** Removes a channel with its log of deliveries. */
export async function removeChannel(actor: Actor, input: ChannelIdInput): Promise<ChannelView> {
  authorize(actor, "alert:write");
  const { id } = parseInput(channelIdInput, input);
  return transaction(async (tx) => {
    const row = await lockChannel(tx, actor.workspaceId, id);
    await tx.alertChannel.delete({ where: { id, workspaceId: actor.workspaceId } });
    await recordAudit(tx, actor, "alert-channel.delete", row, { kind: row.kind });
    return toChannelView(row);
  });
}

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

/** The new secret, which is shown only once, and until when the old one is also used for signing. */
type NewSecret = { secret: string; formerUntil: string };

/** Gives a webhook a new secret. The old one also signs for a while, so that receivers reject no message. */
export async function rotateSigningSecret(actor: Actor, input: RotateSecretInput): Promise<NewSecret> {
  authorize(actor, "alert:write");
  const { id, overlapHours } = parseInput(rotateSecretInput, input);
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    const row = await lockChannel(tx, workspaceId, id);
    const before = openSigning(row);
    if (!before) throw new AppError("invalid_state", "Only webhooks are signed.");
    const secret = newSigningSecret();
    const formerUntil = new Date(databaseNow().getTime() + overlapHours * 3_600_000).toISOString();
    const signingSecret = sealSigning(row, { secret, former: { secret: before.secret, until: formerUntil } });
    await tx.alertChannel.update({ where: { id, workspaceId }, data: { signingSecret, updatedAt: databaseNow() } });
    await recordAudit(tx, actor, "alert-channel.rotate-secret", row, { formerUntil });
    return { secret, formerUntil };
  });
}

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

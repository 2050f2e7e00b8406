import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { transaction } from "@/lib/core/db";
import { AppError, isAppError } from "@/lib/core/errors";
import { outgoing } from "@/lib/core/safe-fetch";
import { uuidV7 } from "@/lib/core/uuid";
import { parseInput } from "@/lib/core/validation";
import {
  type ChannelIdInput,
  type CreateChannelInput,
  channelIdInput,
  createChannelInput,
  type UpdateChannelInput,
  updateChannelInput,
} from "../schema";
import { sealSigning, sealTarget, type Target } from "../sealed";
import { newSigningSecret } from "../signature";
import { type ChannelView, toChannelView } from "../views";
import { giveUpWaiting, lockChannel } from "./load-channel";

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
  const { kind, name, minimum, ...targetFields } = parseInput(createChannelInput, input);
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
      },
    });
    await recordAudit(tx, actor, "alert-channel.create", row, { kind, minimum: row.minimum });
    return { ...toChannelView(row), secret };
  });
}

/**
 * Changes a channel. Fields that are left out are unchanged. Switching it off cancels pending deliveries. Switching it
 * on resets its failures.
 */
export async function updateChannel(actor: Actor, input: UpdateChannelInput): Promise<ChannelView> {
  authorize(actor, "alert:write");
  const { id, name, minimum, isEnabled, ...targetFields } = parseInput(updateChannelInput, input);
  const target = await toTarget(targetFields);
  return transaction(async (tx) => {
    const before = await lockChannel(tx, actor.workspaceId, id);
    const wrong = before.kind === "email" ? ("url" as const) : ("recipients" as const);
    if (targetFields[wrong] !== undefined) {
      const message = `A channel of the kind ${before.kind} has no ${wrong}.`;
      throw new AppError("invalid_request", message, {
        errors: [{ pointer: `/${wrong}`, code: "invalid_request", message }],
      });
    }
    const isStarting = isEnabled === true && !before.isEnabled;
    const isStopping = isEnabled === false && before.isEnabled;
    const row = await tx.alertChannel.update({
      where: { id, workspaceId: actor.workspaceId },
      data: {
        ...(name !== undefined && { name }),
        ...(minimum && { minimum }),
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
      ...(row.isEnabled !== before.isEnabled && { isEnabled: row.isEnabled }),
      ...(target && { target: "replaced" }),
    });
    return toChannelView(row);
  });
}

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

"use server";

import { z } from "zod";
import {
  createChannel,
  removeChannel,
  replayDelivery,
  rotateSigningSecret,
  updateChannel,
} from "@/lib/alerts/commands/channels";
import { testChannel } from "@/lib/alerts/commands/test-channel";
import { listDeliveries } from "@/lib/alerts/queries/deliveries";
import {
  channelIdInput,
  createChannelInput,
  deliveryIdInput,
  rotateSecretInput,
  updateChannelInput,
} from "@/lib/alerts/schema";
import { defineAction } from "@/lib/api/action";

const deliveriesInput = z.strictObject({ id: z.guid(), cursor: z.string().max(1_000).optional() });

/** Creates a channel. The secret of a webhook is returned only here. */
export const addChannel = defineAction(createChannelInput, createChannel);

/** Changes a channel, or switches it on or off. */
export const changeChannel = defineAction(updateChannelInput, updateChannel);

/** Deletes a channel with its log. */
export const deleteChannel = defineAction(channelIdInput, removeChannel);

/** Sends a test and returns whether it was delivered. */
export const tryChannel = defineAction(channelIdInput, testChannel);

/** Replaces the secret of a webhook. The new one is returned only here. */
export const newSecret = defineAction(rotateSecretInput, rotateSigningSecret);

/** Lists the deliveries of a channel, newest first. */
export const loadDeliveries = defineAction(deliveriesInput, (actor, input) =>
  listDeliveries(actor, { ...input, limit: 20 }),
);

/** Sends an alert again. */
export const replay = defineAction(deliveryIdInput, replayDelivery);

import { z } from "zod";
import {
  createChannel,
  removeChannel,
  replayDelivery,
  rotateSigningSecret,
  updateChannel,
} from "@/lib/alerts/commands/channels";
import { testChannel } from "@/lib/alerts/commands/test-channel";
import { getChannelOrThrow, listChannels } from "@/lib/alerts/queries/channels";
import { listDeliveries } from "@/lib/alerts/queries/deliveries";
import { createChannelInput, rotateSecretInput, updateChannelInput } from "@/lib/alerts/schema";
import { channelView, deliveryView } from "@/lib/alerts/views";
import { time } from "@/lib/core/view-fields";
import { type Endpoint, endpointsOf } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { id, idPath } from "./fields";
import { pageOf } from "./schema";

const endpoint = endpointsOf("Alert channels");
const permission = "alert:write";
const path = "/alert-channels/{id}";

const newChannelView = channelView
  .extend({
    secret: z
      .string()
      .nullable()
      .describe("The signing secret of a webhook, shown only in this answer; null for other kinds."),
  })
  .meta({ id: "NewAlertChannel" });

export const alertChannelEndpoints: readonly Endpoint[] = [
  endpoint({
    id: "listAlertChannels",
    method: "get",
    path: "/alert-channels",
    permission,
    summary: "List alert channels, oldest first",
    query: z.strictObject(pageQuery),
    answer: { status: 200, description: "A page of channels, without their secrets.", schema: pageOf(channelView) },
    run: ({ actor, query }) => listChannels(actor, toPageRequest(query)),
  }),
  endpoint({
    id: "createAlertChannel",
    method: "post",
    path: "/alert-channels",
    permission,
    summary: "Send alerts to a webhook, to Slack or by e-mail",
    description:
      "Creates an alert channel. Webhooks are signed as Standard Webhooks describes; the secret is shown only in this answer. The kind for Slack also works with Mattermost, and with Discord if the address ends with `/slack`.",
    body: createChannelInput,
    idempotency: "unstored",
    answer: { status: 201, description: "The channel, with the secret of a webhook.", schema: newChannelView },
    errors: ["invalid_state", "url_not_allowed"],
    run: ({ actor, body }) => createChannel(actor, body),
  }),
  endpoint({
    id: "getAlertChannel",
    method: "get",
    path,
    permission,
    summary: "Get an alert channel",
    params: idPath,
    answer: { status: 200, description: "The channel.", schema: channelView },
    run: ({ actor, params }) => getChannelOrThrow(actor, params),
  }),
  endpoint({
    id: "updateAlertChannel",
    method: "patch",
    path,
    permission,
    summary: "Change an alert channel, or turn it on or off",
    description:
      "Omitted fields do not change. When the channel is turned off, waiting messages are discarded. When it is turned on, its failure count is reset.",
    params: idPath,
    body: updateChannelInput.omit({ id: true }),
    answer: { status: 200, description: "The channel.", schema: channelView },
    errors: ["invalid_state", "url_not_allowed"],
    run: ({ actor, params, body }) => updateChannel(actor, { ...params, ...body }),
  }),
  endpoint({
    id: "removeAlertChannel",
    method: "delete",
    path,
    permission,
    summary: "Delete an alert channel and its delivery log",
    params: idPath,
    answer: { status: 200, description: "The removed channel.", schema: channelView },
    run: ({ actor, params }) => removeChannel(actor, params),
  }),
  endpoint({
    id: "testAlertChannel",
    method: "post",
    path: `${path}/test`,
    permission,
    summary: "Send a test message to an alert channel",
    description: "The message is sent once, even if the channel is off. The answer contains the outcome.",
    params: idPath,
    answer: { status: 200, description: "The delivery of the test message.", schema: deliveryView },
    run: ({ actor, params }) => testChannel(actor, params),
  }),
  endpoint({
    id: "rotateAlertChannelSecret",
    method: "post",
    path: `${path}/rotate-secret`,
    permission,
    summary: "Replace the signing secret of a webhook",
    description: "For `overlapHours` hours (default 24), messages are signed with both the old and the new secret.",
    params: idPath,
    body: rotateSecretInput.omit({ id: true }),
    isBodyOptional: true,
    idempotency: "unstored",
    answer: {
      status: 200,
      description: "The new secret, shown only once.",
      schema: z.strictObject({ secret: z.string(), formerUntil: time }),
    },
    errors: ["invalid_state"],
    run: ({ actor, params, body }) => rotateSigningSecret(actor, { ...params, ...body }),
  }),
  endpoint({
    id: "listAlertDeliveries",
    method: "get",
    path: `${path}/deliveries`,
    permission,
    summary: "List the deliveries of a channel, newest first",
    params: idPath,
    query: z.strictObject(pageQuery),
    answer: { status: 200, description: "A page of deliveries.", schema: pageOf(deliveryView) },
    run: ({ actor, params, query }) => listDeliveries(actor, { ...params, ...toPageRequest(query) }),
  }),
  endpoint({
    id: "replayAlertDelivery",
    method: "post",
    path: `${path}/deliveries/{deliveryId}/replay`,
    permission,
    summary: "Send an alert to its channel again",
    description: "The message has the same `webhook-id`, so that a receiver can recognise a duplicate.",
    params: z.strictObject({ id, deliveryId: id }),
    idempotency: "stored",
    answer: { status: 201, description: "The queued delivery.", schema: deliveryView },
    errors: ["invalid_state"],
    run: ({ actor, params }) => replayDelivery(actor, params),
  }),
];

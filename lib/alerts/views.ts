import { z } from "zod";
import type { AlertChannel } from "@/lib/core/generated/prisma/client";
import { DeliveryStatus, NoticeEnvironments } from "@/lib/core/generated/prisma/enums";
import { time } from "@/lib/core/view-fields";
import { type NoticeKind, noticeKindNames } from "./notice-kinds";
import { alertKindNames } from "./registry";
import { alertSeverities, channelKinds } from "./schema";

/** A channel for people who manage it, without its address and secret. */
export const channelView = z
  .strictObject({
    id: z.uuid(),
    kind: z.enum(channelKinds),
    name: z.string(),
    targetHint: z
      .string()
      .describe("The host of the address, or the e-mail addresses. The whole address is never returned."),
    minimum: z.enum(alertSeverities).describe("The lowest severity of alerts that are sent to the channel."),
    notices: z.array(z.enum(noticeKindNames)).describe("The kinds of notices that are also sent to the channel."),
    noticeEnvironments: z
      .enum(Object.values(NoticeEnvironments))
      .describe("The environments whose releases and change requests are sent as notices."),
    isEnabled: z.boolean(),
    disabledReason: z.string().describe("Why the channel was turned off automatically; empty otherwise."),
    failures: z.int().describe("The number of failed deliveries in a row."),
    failingSince: time.nullable(),
    createdBy: z.string(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: "AlertChannel" });
export type ChannelView = z.output<typeof channelView>;

/** A channel for all members. */
export type ChannelName = Pick<ChannelView, "id" | "kind" | "name" | "isEnabled">;

const status = z.enum(Object.values(DeliveryStatus));

/** One alert on one channel. `nextAttemptAt` is the time of the next attempt. */
export const deliveryView = z
  .strictObject({
    id: z.uuid(),
    alert: z
      .strictObject({
        id: z.uuid(),
        kind: z.enum([...alertKindNames, ...noticeKindNames]),
        severity: z.enum(alertSeverities),
        title: z.string(),
      })
      .nullable()
      .describe("The alert or notice; null for a test."),
    status,
    attempts: z.int(),
    nextAttemptAt: time.nullable(),
    lastAttemptAt: time.nullable(),
    lastStatus: z.int().nullable().describe("The status code of the HTTP or SMTP answer; null if there was none."),
    lastError: z.string(),
    durationMs: z.int().nullable(),
    deliveredAt: time.nullable(),
    createdAt: time,
    replayOf: z.uuid().nullable().describe("The id of the delivery that this one repeats, with the same message id."),
  })
  .meta({ id: "AlertDelivery" });
export type DeliveryView = z.output<typeof deliveryView>;

/** An alert for one reader. It is unread until this person has seen it, for at most 30 days. */
export const alertView = z
  .strictObject({
    id: z.uuid(),
    kind: z.enum(alertKindNames),
    severity: z.enum(alertSeverities),
    title: z.string(),
    body: z.string(),
    path: z
      .string()
      .describe("The path of the page about the alert, relative to the workspace's page; empty if there is none."),
    prompt: z.string().nullable(),
    environment: z.string().nullable(),
    at: time,
    isUnread: z.boolean().describe("Whether the alert is unread by this person. Always false for keys."),
    deliveries: z
      .array(z.strictObject({ channel: z.string(), kind: z.enum(channelKinds), status }))
      .describe("The deliveries of the alert to channels."),
  })
  .meta({ id: "Alert" });
export type AlertView = z.output<typeof alertView>;

/** Converts a row to a view. */
export function toChannelView(row: AlertChannel): ChannelView {
  const { id, kind, name, isEnabled, targetHint, minimum, disabledReason, failures, failingSince } = row;
  const { notices, noticeEnvironments } = row;
  return {
    id,
    kind,
    name,
    isEnabled,
    targetHint,
    minimum,
    notices: notices as NoticeKind[],
    noticeEnvironments,
    disabledReason,
    failures,
    failingSince: failingSince?.toISOString() ?? null,
    createdBy: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

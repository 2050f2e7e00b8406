import { z } from "zod";
import { AlertChannelKind, AlertSeverity, NoticeEnvironments } from "@/lib/core/generated/prisma/enums";
import { noticeKindNames } from "./notice-kinds";

/** The alerts that a person has seen: some of them, or all. */
export const markAlertsInput = z
  .strictObject({
    ids: z.array(z.uuid()).min(1, "Name at least one alert.").max(200, "At most 200 alerts at once.").optional(),
    all: z.literal(true).optional(),
  })
  .refine(({ ids, all }) => (ids === undefined) !== (all === undefined), "Send either ids or all.");
export type MarkAlertsInput = z.input<typeof markAlertsInput>;

export const alertSeverities = Object.values(AlertSeverity);
export const channelKinds = Object.values(AlertChannelKind);

const channelName = z
  .string()
  .trim()
  .min(1, "Enter a name.")
  .max(80, "A name has at most 80 characters.")
  .regex(/^\P{Cc}*$/u, "A name is one line.");

const url = z.string().trim().min(1, "Enter the address.").max(2_000, "An address has at most 2,000 characters.").meta({
  format: "uri",
  description: "The address of a webhook or Slack channel. It is stored encrypted and never shown again.",
});

const recipient = z
  .string()
  .trim()
  .max(254, "An e-mail address has at most 254 characters.")
  .regex(z.regexes.email, "Enter a complete address, such as name@company.com.");

const recipients = z
  .array(recipient)
  .min(1, "Enter at least one address.")
  .max(20, "At most 20 addresses. Use a mailing list for more.")
  .refine((list) => new Set(list.map((one) => one.toLowerCase())).size === list.length, "An address is listed twice.")
  .meta({ description: "The addresses of an e-mail channel." });

const minimum = z
  .enum(alertSeverities)
  .meta({ description: "The lowest severity of alerts that are sent to the channel. Default: `warning`." });

const notices = z
  .array(z.enum(noticeKindNames))
  .max(noticeKindNames.length)
  .refine((list) => new Set(list).size === list.length, "A kind is listed twice.")
  .meta({
    description:
      "The kinds of notices that are also sent: `release.created`, `version.created`, `change_request.created`, `digest.weekly`. Default: none.",
  });

const noticeEnvironments = z.enum(Object.values(NoticeEnvironments)).meta({
  description:
    "Whether notices of releases and change requests are sent for protected environments only, or for all. Default: `protected`.",
});

/** A new channel: a `url` for webhook and slack, `recipients` for email. */
export const createChannelInput = z
  .strictObject({
    kind: z.enum(channelKinds),
    name: channelName,
    url: url.optional(),
    recipients: recipients.optional(),
    minimum: minimum.optional(),
    notices: notices.optional(),
    noticeEnvironments: noticeEnvironments.optional(),
  })
  .superRefine(({ kind, url, recipients }, ctx) => {
    const [requiredField, otherField] =
      kind === "email" ? (["recipients", "url"] as const) : (["url", "recipients"] as const);
    const values = { url, recipients };
    if (values[requiredField] === undefined)
      ctx.addIssue({
        code: "custom",
        path: [requiredField],
        message: requiredField === "url" ? "Enter the address." : "Enter at least one address.",
      });
    if (values[otherField] !== undefined)
      ctx.addIssue({
        code: "custom",
        path: [otherField],
        message: `A channel of the kind ${kind} has no ${otherField}.`,
      });
  });
export type CreateChannelInput = z.input<typeof createChannelInput>;

/** Changes of a channel. Fields that are left out are unchanged. Switching it on resets its failures. */
export const updateChannelInput = z.strictObject({
  id: z.guid(),
  name: channelName.optional(),
  url: url.optional(),
  recipients: recipients.optional(),
  minimum: minimum.optional(),
  notices: notices.optional(),
  noticeEnvironments: noticeEnvironments.optional(),
  isEnabled: z.boolean().optional(),
});
export type UpdateChannelInput = z.input<typeof updateChannelInput>;

export const channelIdInput = z.strictObject({ id: z.guid() });
export type ChannelIdInput = z.infer<typeof channelIdInput>;

/** A new secret for a webhook. The old one also signs for this many hours. */
export const rotateSecretInput = z.strictObject({
  id: z.guid(),
  overlapHours: z
    .number()
    .min(0, "From 0 to 168 hours.")
    .max(168, "From 0 to 168 hours.")
    .default(24)
    .meta({ description: "The number of hours in which messages are also signed with the old secret." }),
});
export type RotateSecretInput = z.input<typeof rotateSecretInput>;

/** A delivery of a channel. */
export const deliveryIdInput = z.strictObject({ id: z.guid(), deliveryId: z.guid() });
export type DeliveryIdInput = z.infer<typeof deliveryIdInput>;

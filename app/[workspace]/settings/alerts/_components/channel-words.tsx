import { Mail, MessagesSquare, Webhook } from "lucide-react";
import type { ReactNode } from "react";
import type { ChannelView } from "@/lib/alerts/views";

type Kind = ChannelView["kind"];

/** The label of each kind of channel. */
export const kindWords: Record<Kind, { label: string; icon: ReactNode; help: string }> = {
  webhook: {
    label: "Webhook",
    icon: <Webhook aria-hidden="true" />,
    help: "Every alert is posted there as JSON, signed after Standard Webhooks.",
  },
  slack: {
    label: "Slack",
    icon: <MessagesSquare aria-hidden="true" />,
    help: "An incoming webhook of Slack or Mattermost; of Discord with /slack at its end.",
  },
  email: { label: "E-mail", icon: <Mail aria-hidden="true" />, help: "One message to everyone on the list." },
};

/** The minimum severity of the alerts that a channel gets. */
export const minimumOptions = [
  { value: "info", label: "Everything" },
  { value: "warning", label: "Warnings and worse" },
  { value: "critical", label: "Critical only" },
] as const;

/** The short label for a table row. */
export const minimumWords = (minimum: ChannelView["minimum"]): string =>
  minimumOptions.find(({ value }) => value === minimum)?.label ?? minimum;

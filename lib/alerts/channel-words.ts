import { capitalize } from "@/lib/core/words";
import type { NoticeKind } from "./notice-kinds";
import type { AlertView, ChannelView } from "./views";

/** The severities of alerts. */
export const severityWords: Record<AlertView["severity"], string> = {
  info: "Note",
  warning: "Warning",
  critical: "Critical",
};

/** The label of each kind of channel, and the help of its address. */
export const kindWords: Record<ChannelView["kind"], { label: string; help: string }> = {
  webhook: {
    label: "Webhook",
    help: "Every alert is posted there as JSON, signed according to Standard Webhooks.",
  },
  slack: {
    label: "Slack",
    help: "An incoming webhook of Slack or Mattermost. For Discord, add /slack to the address.",
  },
  email: { label: "E-mail", help: "One message to everyone on the list." },
};

/** The minimum severity of the alerts that a channel gets. */
export const minimumOptions = [
  { value: "info", label: "Everything" },
  { value: "warning", label: "Warnings and critical alerts" },
  { value: "critical", label: "Critical only" },
] as const;

/** The short label for a table row. */
export const minimumWords = (minimum: ChannelView["minimum"]): string =>
  minimumOptions.find(({ value }) => value === minimum)?.label ?? minimum;

/** The kinds of notices, in the order of the form. */
export const noticeOptions: readonly { kind: NoticeKind; label: string; help: string }[] = [
  { kind: "version.created", label: "New versions", help: "A prompt is saved. Draft copies are left out." },
  { kind: "release.created", label: "Releases", help: "A version goes live, or is rolled back." },
  { kind: "change_request.created", label: "Change requests", help: "Someone asks for a review." },
  { kind: "digest.weekly", label: "Weekly digest", help: "On Mondays: what got worse, what waits, and the cost." },
];

/** The environments whose releases and change requests are sent. */
export const noticeEnvironmentOptions = [
  { value: "protected", label: "Protected environments" },
  { value: "all", label: "All environments" },
] as const;

/** What a channel gets beside alerts, for a table row: "Releases, new versions". Empty: nothing. */
export function noticeWords(notices: ChannelView["notices"]): string {
  const labels = noticeOptions.filter(({ kind }) => notices.includes(kind)).map(({ label }) => label.toLowerCase());
  return capitalize(labels.join(", "));
}

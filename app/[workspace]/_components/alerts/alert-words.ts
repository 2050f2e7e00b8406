import type { AlertView } from "@/lib/alerts/views";

/** The severities of alerts. */
export const severityWords: Record<AlertView["severity"], string> = {
  info: "Note",
  warning: "Warning",
  critical: "Critical",
};

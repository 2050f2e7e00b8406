import type { AlertView } from "@/lib/alerts/views";

/** How grave an alert is. */
export const severityWords: Record<AlertView["severity"], string> = {
  info: "Note",
  warning: "Warning",
  critical: "Critical",
};

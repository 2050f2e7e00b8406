import type { AlertView } from "@/lib/alerts/queries/alerts";

/** How grave an alert is. */
export const severityWords: Record<AlertView["severity"], string> = {
  info: "Note",
  warning: "Warning",
  critical: "Critical",
};

"use server";

import { markAlertsSeen } from "@/lib/alerts/commands/mark-alerts";
import { markAlertsInput } from "@/lib/alerts/schema";
import { defineAction } from "@/lib/api/action";

/** Notes that this person has seen alerts. */
export const markSeen = defineAction(markAlertsInput, markAlertsSeen);

"use server";

import { z } from "zod";
import { markAlertsSeen } from "@/lib/alerts/commands/alerts";
import { listAlerts } from "@/lib/alerts/queries/alerts";
import { markAlertsInput } from "@/lib/alerts/schema";
import { defineAction } from "@/lib/api/action";

const moreInput = z.strictObject({
  prompt: z.string().max(200).optional(),
  environment: z.string().max(63).optional(),
  isOpen: z.boolean().optional(),
  cursor: z.string().max(1_000),
});

/** Marks alerts as seen by this person. */
export const markSeen = defineAction(markAlertsInput, markAlertsSeen);

/** Returns the next page of alerts. */
export const loadMoreAlerts = defineAction(moreInput, (actor, input) => listAlerts(actor, { ...input, limit: 50 }));

import { z } from "zod";
import { count, time } from "@/lib/core/view-fields";
import { checkOutcomes, guardStatuses, metricFinding } from "./findings";
import { guardFields } from "./schema";

/** A guard with its current status. */
export const guardView = z
  .strictObject({
    id: z.string(),
    prompt: z.string(),
    environment: z.string(),
    ...guardFields.shape,
    status: z.enum(guardStatuses),
    since: time.nullable(),
    current: z.strictObject({ version: count, revision: count, since: time }).nullable(),
    baselineVersion: count.nullable().meta({ description: "What it was compared with last." }),
    isConcurrent: z.boolean(),
    coolUntil: time.nullable().meta({ description: "Until then it does not roll back again." }),
    checkedAt: time.nullable(),
    findings: z.array(metricFinding).meta({ description: "Of the last check of what is live." }),
    updatedBy: z.string(),
    updatedAt: time,
  })
  .meta({ id: "Guard" });
export type GuardView = z.output<typeof guardView>;

/** A stored check of a guard. */
export const guardCheckView = z
  .strictObject({
    at: time,
    revision: count,
    version: count,
    baselineVersion: count.nullable(),
    outcome: z.enum(checkOutcomes),
    findings: z.array(metricFinding),
  })
  .meta({ id: "GuardCheck" });
export type GuardCheckView = z.output<typeof guardCheckView>;

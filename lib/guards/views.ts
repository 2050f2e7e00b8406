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
    baselineVersion: count.nullable().meta({ description: "The version of the last comparison." }),
    isConcurrent: z.boolean(),
    coolUntil: time
      .nullable()
      .meta({ description: "The end of the cool-down. Until then, the guard does not roll back again." }),
    checkedAt: time.nullable(),
    findings: z.array(metricFinding).meta({ description: "The findings of the last check of the live version." }),
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

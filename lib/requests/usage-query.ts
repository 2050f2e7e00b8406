import { z } from "zod";
import { dayMs } from "@/lib/core/milliseconds";
import { usageDimensions } from "./usage";
import { mostDaysByHour, usageSteps } from "./usage-steps";

const mostDays = 400;
const lengthOf = ({ from, to }: { from: string; to: string }) => Date.parse(to) - Date.parse(from);

/** The time range and the dimension of usage sums. */
export const usageQuery = z
  .strictObject({
    from: z.iso.datetime().meta({ description: "The start. Sums are kept by hour (UTC), so the whole hour counts." }),
    to: z.iso.datetime().meta({ description: "The end. It is not included." }),
    by: z.enum(usageDimensions),
    environment: z.string().min(1).max(63).optional(),
    step: z
      .enum(usageSteps)
      .optional()
      .meta({ description: "The length of a step. If it is given, `steps` contains the sums over time." }),
  })
  .refine((range) => lengthOf(range) > 0, { path: ["to"], message: "It ends before it begins." })
  .refine((range) => lengthOf(range) <= mostDays * dayMs, {
    path: ["from"],
    message: `A range has at most ${mostDays} days.`,
  })
  .refine((range) => range.step !== "hour" || lengthOf(range) <= mostDaysByHour * dayMs, {
    path: ["step"],
    message: `By hour, a range has at most ${mostDaysByHour} days.`,
  });

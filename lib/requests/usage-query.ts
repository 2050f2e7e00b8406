import { z } from "zod";
import { usageDimensions } from "./usage";

const mostDays = 400;

/** The time range and the dimension of usage sums. */
export const usageQuery = z
  .strictObject({
    from: z.iso.datetime().meta({ description: "The start. Sums are by hour of UTC: its whole hour counts." }),
    to: z.iso.datetime().meta({ description: "The end, exclusive." }),
    by: z.enum(usageDimensions),
    environment: z.string().min(1).max(63).optional(),
  })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), { path: ["to"], message: "It ends before it begins." })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= mostDays * 86_400_000, {
    path: ["from"],
    message: `A range has at most ${mostDays} days.`,
  });

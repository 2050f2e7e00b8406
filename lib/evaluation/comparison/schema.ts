import { z } from "zod";
import { dimensions } from "@/lib/registry/gate/dimensions";
import { shownChoices } from "./changes";

/** Worst first, or in the order of the suite. */
export const caseOrders = ["worst", "position"] as const;

/** Filters of a run's cases, shared by pages and the API. */
export const caseFilters = {
  baseline: z
    .union([z.guid(), z.literal("none")])
    .optional()
    .meta({ description: "The run to compare with: an id, or `none`. Default: the baseline of this run." }),
  verdict: z.enum(shownChoices).optional().meta({
    description:
      "`broken`: a dimension passed in the baseline and does not pass now. `fixed`: a dimension passes now and did not before, and none is broken. `new`: not in the baseline. `failed`: does not pass now.",
  }),
  dimension: z.enum(dimensions).optional().meta({ description: "Only changes in this dimension." }),
  tag: z.string().min(1).max(50).optional(),
  search: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: "Only cases whose name, values, expected answer or tags contain this text." }),
};
export type CaseFilters = { [Key in keyof typeof caseFilters]?: z.output<(typeof caseFilters)[Key]> };

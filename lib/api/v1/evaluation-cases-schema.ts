import { z } from "zod";
import { count } from "@/lib/core/view-fields";
import { shownChoices } from "@/lib/evaluation/comparison/changes";
import { comparedCase } from "@/lib/evaluation/comparison/views";

// The cases of an evaluation in responses, next to those of the baseline.
export const comparedCasePage = z.strictObject({
  items: z.array(comparedCase),
  nextCursor: z.string().nullable(),
  counts: z
    .strictObject(Object.fromEntries(shownChoices.map((one) => [one, count])))
    .meta({ description: "The number of cases for each value of `verdict`, with the other filters applied." }),
});

import { z } from "zod";
import { count } from "@/lib/core/view-fields";
import { caseChanges } from "@/lib/evaluation/comparison/changes";
import { comparedCase } from "@/lib/evaluation/comparison/views";

// What the API answers about the cases of an evaluation, beside those of the one it is compared with.
export const comparedCasePage = z.strictObject({
  items: z.array(comparedCase),
  nextCursor: z.string().nullable(),
  counts: z
    .strictObject(Object.fromEntries(caseChanges.map((one) => [one, count])))
    .meta({ description: "How many cases each choice of verdict shows under the other filters." }),
});

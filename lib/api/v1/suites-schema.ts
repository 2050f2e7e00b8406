import { z } from "zod";
import { count } from "@/lib/core/view-fields";
import { caseView } from "@/lib/evaluation/suites/views";

// The cases of a suite in responses.
export const changedCases = z.strictObject({ revision: count, cases: z.array(caseView) }).meta({ id: "ChangedCases" });

export const changedSet = changedCases
  .extend({ removed: z.array(caseView).meta({ description: "The removed cases." }) })
  .meta({ id: "ChangedSet" });

export const casePage = z.strictObject({
  items: z.array(caseView),
  nextCursor: z.string().nullable(),
  revision: count.meta({ description: "The revision of these cases." }),
});

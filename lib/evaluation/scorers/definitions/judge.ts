import { z } from "zod";
import { defineScorer } from "../define-scorer";
import { judgeForm } from "../forms/judge";
import { judgeScales } from "../judge-scales";

/** The model of a judge. Null: chosen when the run is created, from another family than the model under test. */
const judgeModel = z.strictObject({
  provider: z.string().trim().min(1).max(100),
  name: z.string().trim().min(1, "Name the model.").max(200),
});

export const judge = defineScorer({
  form: judgeForm,
  threshold: 0.7,
  fields: {
    criteria: z
      .array(
        z.string().trim().min(1, "This criterion is empty.").max(1_000, "A criterion has at most 1,000 characters."),
      )
      .min(1, "Give at least one criterion.")
      .max(20, "At most 20 criteria."),
    instructions: z.string().max(4_000, "The instructions have at most 4,000 characters.").default(""),
    scale: z.enum(judgeScales).default("1-5"),
    showExpected: z.boolean().default(true).meta({ description: "Whether the judge sees the expected answer." }),
    model: judgeModel.nullable().default(null),
  },
  measure: null, // a model measures: lib/evaluation/scorers/judge.ts
  docs: { measures: "the score that a model gives by your criteria", fields: "see below" },
});

import { z } from "zod";
import { defineScorer } from "../define-scorer";
import { agreementForm } from "../forms/agreement";

export const agreement = defineScorer({
  form: agreementForm,
  threshold: 0.8,
  fields: {
    mode: z.enum(["similar", "exact"]).default("similar").meta({
      description: "similar: how alike the answers are. exact: labels and numbers that are the same or not.",
    }),
  },
  measure: null, // needs several answers: scoreAgreement
  docs: {
    measures: "how far the answers to one case agree: the mean over all pairs",
    fields: "`mode` similar or exact",
  },
});

import { z } from "zod";
import { defineScorer } from "../define-scorer";
import { agreementForm } from "../forms/agreement";

export const agreement = defineScorer({
  form: agreementForm,
  threshold: 0.8,
  fields: {
    mode: z.enum(["similar", "exact"]).default("similar").meta({
      description:
        "How answers are compared. `similar`: by their similarity. `exact`: equal or not, for labels and numbers.",
    }),
  },
  measure: null, // needs several answers: scoreAgreement
  docs: {
    measures: "how far the answers to one case agree: the mean over all pairs",
    fields: "`mode` similar or exact",
  },
});

import { z } from "zod";
import { defineScorer } from "../define-scorer";
import { piiForm } from "../forms/pii";
import { measurePii } from "../measures/pii";
import { piiKinds } from "../pii-kinds";

export const pii = defineScorer({
  form: piiForm,
  threshold: 1,
  fields: {
    kinds: z
      .array(z.enum(piiKinds))
      .min(1, "Choose at least one kind.")
      .max(piiKinds.length)
      .default([...piiKinds]),
    isInputAllowed: z
      .boolean()
      .default(true)
      .meta({ description: "Whether the answer may contain values of the case." }),
  },
  measure: (config, { text, testCase }) => measurePii(config, text, testCase.variables),
  docs: {
    measures:
      "e-mail addresses, phone numbers, card numbers (Luhn), IBANs (mod 97), IP addresses, US social security numbers",
    fields: "`kinds`, `isInputAllowed`: values of the case may be repeated",
  },
});

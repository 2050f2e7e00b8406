import { z } from "zod";
import { defineScorer } from "../define-scorer";
import { exactForm } from "../forms/exact";
import { measureExact } from "../measures/text";

export const exact = defineScorer({
  form: exactForm,
  threshold: 1,
  fields: {
    trim: z.boolean().default(true),
    ignoreCase: z.boolean().default(false),
    collapseWhitespace: z.boolean().default(true),
  },
  measure: (config, { text, testCase }) => measureExact(config, text, testCase.expected),
  isQuick: true,
  docs: {
    measures: "equality with the expected answer; the order of JSON keys does not matter",
    fields: "`trim`, `ignoreCase`, `collapseWhitespace`",
  },
});

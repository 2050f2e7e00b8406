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
    measures: "the expected answer, word by word; JSON also in another order of keys",
    fields: "`trim`, `ignoreCase`, `collapseWhitespace`",
  },
});

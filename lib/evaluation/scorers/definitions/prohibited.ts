import { z } from "zod";
import { defineScorer } from "../define-scorer";
import { pattern, phrases } from "../fields";
import { prohibitedForm } from "../forms/prohibited";
import { measureProhibited } from "../measures/prohibited";

export const prohibited = defineScorer({
  form: prohibitedForm,
  threshold: 1,
  fields: {
    words: phrases(500).default([]),
    patterns: z.array(pattern).max(50, "At most 50 patterns.").default([]),
  },
  refine({ words, patterns }, ctx) {
    if (words.length + patterns.length === 0)
      ctx.addIssue({ code: "custom", path: ["words"], message: "Give at least one word or pattern." });
  },
  measure: (config, { text }) => measureProhibited(config, text),
  docs: {
    measures: "whole words and phrases, in any case and Unicode form, and RE2 patterns",
    fields: "`words`, `patterns`",
  },
});

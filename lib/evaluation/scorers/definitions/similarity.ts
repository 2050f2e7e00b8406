import { z } from "zod";
import { defineScorer } from "../define-scorer";
import { similarityForm } from "../forms/similarity";
import { measureSimilarity } from "../measures/similarity";

export const similarity = defineScorer({
  form: similarityForm,
  threshold: 0.8,
  fields: {
    measure: z.enum(["auto", "characters", "words"]).default("auto"),
    ignoreCase: z.boolean().default(true),
  },
  measure: (config, { text, testCase }) => measureSimilarity(config, text, testCase.expected, config.threshold),
  docs: {
    measures:
      "similarity to the expected answer: up to 200 characters 1 − edit distance ÷ length (Levenshtein), longer texts by words, ROUGE-L as F1",
    fields: "`measure` auto, characters or words, `ignoreCase`",
  },
});

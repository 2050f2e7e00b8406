import { defineScorer } from "../define-scorer";
import { regexFields } from "../fields";
import { regexForm } from "../forms/regex";
import { measureRegex } from "../measures/text";

export const regex = defineScorer({
  form: regexForm,
  threshold: 1,
  fields: regexFields,
  measure: (config, { text }) => measureRegex(config, text),
  docs: {
    measures: "whether a pattern is found",
    fields: "`pattern` in RE2 syntax (no look-around, no back-references), `flags` i, m, s, `shouldMatch`",
  },
});

import { defineScorer } from "../define-scorer";
import { numericFields } from "../fields";
import { numericForm } from "../forms/numeric";
import { measureNumeric } from "../measures/numeric";

export const numeric = defineScorer({
  form: numericForm,
  threshold: 1,
  fields: numericFields,
  measure: (config, { text, testCase }) => measureNumeric(config, text, testCase.expected),
  docs: {
    measures: "the last (or first) number of the answer; reads 1,234.5, −5, 1e3; an expected 12 % matches 12 and 0.12",
    fields: "`tolerance`, `mode` absolute or relative, `pick`",
  },
});

import { defineScorer } from "../define-scorer";
import { checkBounds, lengthFields } from "../fields";
import { lengthForm } from "../forms/length";
import { measureLength } from "../measures/format";

export const length = defineScorer({
  form: lengthForm,
  threshold: 1,
  fields: lengthFields,
  refine: checkBounds,
  measure: (config, { text }) => measureLength(config, text),
  docs: {
    measures: "characters, words or lines; outside the bounds the score falls with the distance",
    fields: "`unit`, `min`, `max`",
  },
});

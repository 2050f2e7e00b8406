import { defineScorer } from "../define-scorer";
import { containsFields, phrases } from "../fields";
import { containsForm } from "../forms/contains";
import { measureContains, textsToFind } from "../measures/text";

export const contains = defineScorer({
  form: containsForm,
  threshold: 1,
  fields: {
    texts: phrases(50)
      .default([])
      .meta({ description: "The texts. If empty, the case's expected answer is used, or each entry of its list." }),
    ...containsFields,
  },
  measure(config, { text, testCase }) {
    const texts = textsToFind(config.texts, testCase.expected);
    return texts
      ? measureContains({ ...config, texts }, text)
      : { skipped: "There is no text to look for: neither the scorer nor the case has one." };
  },
  isQuick: true,
  docs: {
    measures: "the share of the texts that the answer contains",
    fields: "`texts` (empty: the expected answer, or each entry of its list), `match` all or any, `ignoreCase`",
  },
});

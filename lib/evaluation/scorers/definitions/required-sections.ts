import { defineScorer } from "../define-scorer";
import { sectionFields } from "../fields";
import { requiredSectionsForm } from "../forms/required-sections";
import { measureSections } from "../measures/format";

export const requiredSections = defineScorer({
  form: requiredSectionsForm,
  threshold: 1,
  fields: sectionFields,
  measure: (config, { text }) => measureSections(config, text),
  docs: { measures: "the share of required headings or labels that begin a line", fields: "`sections`, `inOrder`" },
});

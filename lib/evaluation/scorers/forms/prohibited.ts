import { pluralize } from "@/lib/core/words";
import { defineScorerForm, quotedTexts } from "../form-fields";

export const prohibitedForm = defineScorerForm({
  type: "prohibited",
  label: "Prohibited words",
  help: "The answer does not contain certain words and patterns.",
  dimensions: ["safety"],
  rank: 11,
  hasDegrees: () => false,
  start: { words: [], patterns: [], threshold: 1 },
  fields: [
    {
      kind: "lines",
      name: "words",
      label: "Words",
      note: "one a line",
      help: "Whole words and phrases, upper and lower case the same: “ass” is not found in “class”.",
      placeholder: "guaranteed\nas an AI",
      rows: 5,
    },
    {
      kind: "lines",
      name: "patterns",
      label: "Patterns",
      note: "one a line, optional",
      help: "In RE2 syntax.",
      rows: 2,
      isCode: true,
    },
  ],
  summary: ({ words, patterns }: { words: readonly string[]; patterns: readonly string[] }) =>
    [
      ...(words.length > 0 ? [quotedTexts(words)] : []),
      ...(patterns.length > 0 ? [pluralize(patterns.length, "pattern")] : []),
    ].join(" and "),
});

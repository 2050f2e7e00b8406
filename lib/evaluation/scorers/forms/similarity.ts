import { defineScorerForm, ignoreCaseField } from "../form-fields";

const summaries = {
  auto: "Short texts by letters, long ones by words",
  characters: "By letters",
  words: "By words in their order",
} as const;

export const similarityForm = defineScorerForm({
  type: "similarity",
  label: "Similarity",
  help: "How similar it is to the expected answer, from 0 to 100 %. For free text.",
  dimensions: ["accuracy"],
  rank: 2,
  hasDegrees: () => true,
  live: "needs_expected",
  start: { measure: "auto", ignoreCase: true, threshold: 0.6 },
  fields: [
    {
      kind: "choice",
      name: "measure",
      label: "Compared",
      help: "By words: the longest sequence of words that both share, against their lengths (ROUGE-L, F1).",
      options: [
        { value: "auto", label: "Up to 200 characters by letters, longer texts by words" },
        { value: "characters", label: "By letters (edit distance)" },
        { value: "words", label: "By words in their order" },
      ],
    },
    ignoreCaseField,
  ],
  summary: ({ measure }: { measure: keyof typeof summaries }) => summaries[measure],
});

import { defineScorerForm, ignoreCaseField, quotedTexts } from "../form-fields";

type Config = { texts: readonly string[]; match: "all" | "any" };

export const containsForm = defineScorerForm({
  type: "contains",
  label: "Contains",
  help: "The answer contains certain words: yours, or the expected answer of the case.",
  dimensions: ["accuracy"],
  rank: 4,
  hasDegrees: () => true,
  live: ({ texts }: Config) => (texts.length > 0 ? null : "needs_texts"),
  start: { texts: [], match: "all", ignoreCase: true, threshold: 1 },
  fields: [
    {
      kind: "lines",
      name: "texts",
      label: "Texts",
      note: "one a line, optional",
      help: "Left empty, the expected answer of each case is looked for.",
      placeholder: "refund",
    },
    {
      kind: "choice",
      name: "match",
      label: "How many are required",
      options: [
        { value: "all", label: "All of them" },
        { value: "any", label: "At least one" },
      ],
    },
    ignoreCaseField,
  ],
  summary: ({ texts, match }: Config) =>
    texts.length > 0 ? `${match === "all" ? "All of" : "Any of"} ${quotedTexts(texts)}` : "The expected answer",
});

import { defineScorerForm, ignoreCaseField } from "../form-fields";

export const exactForm = defineScorerForm({
  type: "exact",
  label: "Exact match",
  help: "The answer equals the expected one, word by word. For labels and short answers.",
  dimensions: ["accuracy"],
  rank: 3,
  hasDegrees: () => false,
  live: "needs_expected",
  start: { trim: true, collapseWhitespace: true, ignoreCase: false, threshold: 1 },
  fields: [
    ignoreCaseField,
    { kind: "flag", name: "collapseWhitespace", label: "Several spaces and line breaks count as one space" },
    { kind: "flag", name: "trim", label: "Spaces at the ends do not count" },
  ],
  summary: ({ ignoreCase }: { ignoreCase: boolean }) => (ignoreCase ? "Word by word, ignoring case" : "Word by word"),
});

import { defineScorerForm } from "../form-fields";

export const agreementForm = defineScorerForm({
  type: "agreement",
  label: "Agreement",
  help: "When a case is asked several times, the answers agree with each other.",
  dimensions: ["consistency"],
  rank: 13,
  hasDegrees: () => true,
  live: "needs_repeats",
  start: { mode: "similar", threshold: 0.6 },
  fields: [
    {
      kind: "choice",
      name: "mode",
      label: "Answers are compared",
      help: "Needs runs that ask each case at least twice.",
      options: [
        { value: "similar", label: "By how alike they are; JSON by its values" },
        { value: "exact", label: "As labels or numbers: the same, or not" },
      ],
    },
  ],
  summary: ({ mode }: { mode: "similar" | "exact" }) =>
    mode === "exact" ? "Labels and numbers, the same or not" : "How alike the answers are",
});

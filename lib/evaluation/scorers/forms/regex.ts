import { defineScorerForm } from "../form-fields";

export const regexForm = defineScorerForm({
  type: "regex",
  label: "Pattern",
  help: "The answer matches a regular expression, or does not.",
  dimensions: ["accuracy", "format", "safety"],
  rank: 12,
  hasDegrees: () => false,
  start: { pattern: "", flags: "", shouldMatch: true, threshold: 1 },
  fields: [
    {
      kind: "text",
      name: "pattern",
      label: "Pattern",
      help: "In RE2 syntax, found anywhere in the answer; ^ and $ bind it to the ends.",
      placeholder: "#\\d{4,}",
    },
    {
      kind: "letters",
      name: "flags",
      options: [
        { value: "i", label: "Ignore case" },
        { value: "m", label: "^ and $ bind to each line" },
        { value: "s", label: "A dot takes line breaks too" },
      ],
    },
    { kind: "flag", name: "shouldMatch", label: "The answer must not match", isInverted: true },
  ],
  summary: ({ shouldMatch, pattern, flags }: { shouldMatch: boolean; pattern: string; flags: string }) =>
    `${shouldMatch ? "Matches" : "Does not match"} /${pattern}/${flags}`,
});

import { defineScorerForm, fenceFormField } from "../form-fields";

export const jsonEqualityForm = defineScorerForm({
  type: "json_equality",
  label: "JSON equality",
  help: "The answer is the expected JSON, value by value, in any order of keys.",
  dimensions: ["accuracy"],
  rank: 6,
  hasDegrees: () => false,
  live: "needs_expected",
  start: { ignorePaths: [], tolerance: 0, isFenceAllowed: true, threshold: 1 },
  fields: [
    {
      kind: "lines",
      name: "ignorePaths",
      label: "Ignored paths",
      note: "one a line, optional",
      help: "For example /id or /items/*/createdAt; * is any key or index.",
      rows: 3,
      isCode: true,
    },
    { kind: "number", name: "tolerance", label: "Numbers may differ by", whenEmpty: 0 },
    fenceFormField,
  ],
  summary: ({ ignorePaths }: { ignorePaths: readonly string[] }) =>
    ignorePaths.length > 0 ? `The expected JSON without ${ignorePaths.join(", ")}` : "The expected JSON",
});

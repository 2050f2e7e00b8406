import { defineScorerForm, exactPercent } from "../form-fields";

export const numericForm = defineScorerForm({
  type: "numeric",
  label: "Number",
  help: "The number in the answer is the expected one, within a tolerance.",
  dimensions: ["accuracy"],
  rank: 5,
  hasDegrees: () => false,
  live: "needs_expected",
  start: { tolerance: 0, mode: "absolute", pick: "last", threshold: 1 },
  fields: [
    {
      kind: "row",
      fields: [
        {
          kind: "number",
          name: "tolerance",
          label: "May differ by",
          whenEmpty: 0,
          percentWhen: { field: "mode", is: "relative" },
        },
        {
          kind: "choice",
          name: "mode",
          label: "Measured",
          options: [
            { value: "absolute", label: "as a number" },
            { value: "relative", label: "in exactPercent of it" },
          ],
          resets: { tolerance: 0 },
        },
        {
          kind: "choice",
          name: "pick",
          label: "Which number of the answer",
          options: [
            { value: "last", label: "the last one" },
            { value: "first", label: "the first one" },
          ],
        },
      ],
    },
  ],
  summary({ tolerance, mode }: { tolerance: number; mode: "absolute" | "relative" }) {
    if (tolerance === 0) return "The expected number, exactly";
    const off = mode === "relative" ? exactPercent(tolerance) : tolerance;
    return `The expected number, ± ${off}`;
  },
});

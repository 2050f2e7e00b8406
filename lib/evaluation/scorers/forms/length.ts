import { defineScorerForm } from "../form-fields";

export const lengthForm = defineScorerForm({
  type: "length",
  label: "Length",
  help: "The answer is neither too short nor too long.",
  dimensions: ["format"],
  rank: 9,
  hasDegrees: () => true,
  start: { unit: "words", min: null, max: 150, threshold: 1 },
  fields: [
    {
      kind: "row",
      fields: [
        { kind: "number", name: "min", label: "At least", whenEmpty: null, placeholder: "no limit" },
        { kind: "number", name: "max", label: "At most", whenEmpty: null, placeholder: "no limit" },
        {
          kind: "choice",
          name: "unit",
          label: "Of",
          options: ["words", "characters", "lines"].map((value) => ({ value, label: value })),
        },
      ],
    },
  ],
  summary({ min, max, unit }: { min: number | null; max: number | null; unit: string }) {
    if (min === null) return `At most ${max} ${unit}`;
    return max === null ? `At least ${min} ${unit}` : `${min} to ${max} ${unit}`;
  },
});

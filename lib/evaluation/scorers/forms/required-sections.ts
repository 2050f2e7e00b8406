import { defineScorerForm, quotedTexts } from "../form-fields";

export const requiredSectionsForm = defineScorerForm({
  type: "required_sections",
  label: "Required sections",
  help: "Certain headings or labels start a line of the answer.",
  dimensions: ["format"],
  rank: 8,
  hasDegrees: () => true,
  start: { sections: [], inOrder: false, threshold: 1 },
  fields: [
    {
      kind: "lines",
      name: "sections",
      label: "Sections",
      note: "one a line",
      help: "Found as a heading or as a label at the start of a line: “# Summary”, “**Summary:** …”.",
      placeholder: "Summary\nNext steps",
    },
    { kind: "flag", name: "inOrder", label: "In this order" },
  ],
  summary: ({ sections, inOrder }: { sections: readonly string[]; inOrder: boolean }) =>
    `${quotedTexts(sections)}${inOrder ? ", in this order" : ""}`,
});

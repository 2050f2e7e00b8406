import { exactPercent, type FormField } from "./form-fields";
import { scorerForm } from "./form-registry";
import { judgeScaleLabels } from "./judge-scales";
import type { JudgeConfig, ScorerConfig } from "./schema";

/** One setting of a scorer: its label in the form, and its value as text. */
export type SetUpField = { label: string; text: string };

const yesOrNo = (value: unknown) => (value ? "yes" : "no");

function fieldsOf(field: FormField, values: Record<string, unknown>): SetUpField[] {
  if (field.kind === "row") return field.fields.flatMap((one) => fieldsOf(one, values));
  const value = values[field.name];
  switch (field.kind) {
    case "flag":
      return [{ label: field.label, text: yesOrNo(Boolean(value) !== (field.isInverted ?? false)) }];
    case "letters":
      return field.options.map((one) => ({ label: one.label, text: yesOrNo(String(value).includes(one.value)) }));
    case "several": {
      const chosen = field.options.filter((one) => (value as readonly string[]).includes(one.value));
      return [{ label: field.label, text: chosen.map(({ label }) => label).join("\n") }];
    }
    case "choice":
      return [{ label: field.label, text: field.options.find((one) => one.value === value)?.label ?? String(value) }];
    case "lines":
      return [{ label: field.label, text: (value as readonly string[]).join("\n") }];
    case "schema":
      return [{ label: "JSON Schema", text: value === null ? "the version's" : JSON.stringify(value, null, 2) }];
    case "number": {
      const isShare = field.percentWhen && values[field.percentWhen.field] === field.percentWhen.is;
      const text = value === null ? "" : isShare ? exactPercent(Number(value)) : String(value);
      return [{ label: field.label, text }];
    }
    case "text":
      return [{ label: field.label, text: String(value ?? "") }];
  }
}

function judgeFields({ criteria, scale, showExpected, instructions, model }: JudgeConfig): SetUpField[] {
  return [
    { label: "Criteria", text: criteria.join("\n") },
    { label: "Scale", text: judgeScaleLabels[scale] },
    { label: "Show the expected answer to the judge", text: yesOrNo(showExpected) },
    { label: "More instructions for the judge", text: instructions },
    { label: "Judge model", text: model ? `${model.name} at ${model.provider}` : "a model of another family" },
  ];
}

/** Returns the settings of a scorer, with the labels and in the order of its form. Empty fields are omitted. Pure. */
export function setUpOf(config: ScorerConfig): SetUpField[] {
  const { label, fields } = scorerForm(config.type);
  const own =
    fields === "judge" ? judgeFields(config as JudgeConfig) : fields.flatMap((field) => fieldsOf(field, config));
  return [
    { label: "Name", text: config.name },
    { label: "Type", text: label },
    ...own,
    { label: "Passes from", text: exactPercent(config.threshold) },
    { label: "Counts as", text: config.dimension },
  ].filter(({ text }) => text !== "");
}

import type { ChangeEvent } from "react";
import type { TemplateEditorProps } from "./editor-types";

type Field = Pick<TemplateEditorProps, "label" | "value" | "onChange" | "readOnly" | "onFocus">;

/** The properties of a plain text field that stands in for the editor. */
export const plainField = ({ label, value, onChange, readOnly, onFocus }: Field) => ({
  "aria-label": label,
  value,
  readOnly,
  spellCheck: false,
  onChange: ({ target }: ChangeEvent<HTMLTextAreaElement>) => onChange(target.value),
  onFocus,
});

"use client";

import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { readValue } from "@/lib/editing/value-text";
import { writeValue } from "@/lib/editing/write-value";
import type { Variable } from "@/lib/template/content";
import { typeNames } from "@/lib/template/variable-types";

type Props = {
  variable: Variable;
  value: string;
  onChange: (text: string) => void;
  /** The versions that declare it: "v6 only". Null if all of them do. */
  only: string | null;
  /** Whether a run was started. Then a missing value is shown as an error. */
  isAsked: boolean;
};

/** An input for a value, depending on its type. */
export function ValueInput({ variable, value, onChange, only, isAsked }: Props) {
  const { name, type, required, description, default: fallback } = variable;
  const read = value === "" ? null : readValue(value, type);
  const isMissing = required && value === "" && fallback === undefined;
  const error = read && !read.ok ? read.message : isAsked && isMissing ? "This value is required." : null;
  const byDefault = fallback === undefined ? undefined : writeValue(fallback);
  const notes = [type === "string" ? null : typeNames[type], required ? null : "optional", only].filter(Boolean);
  const empty = byDefault === undefined ? "" : byDefault === "" ? "empty text" : byDefault;
  return (
    <Field
      label={<code>{name}</code>}
      note={notes.join(", ")}
      {...(description && { help: description })}
      {...(error && { error })}
    >
      {type === "boolean" ? (
        <Select
          options={[
            { value: "", label: byDefault === undefined ? "not given" : `${byDefault} (default)` },
            { value: "yes", label: "yes" },
            { value: "no", label: "no" },
          ]}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : type === "number" ? (
        <Input
          inputMode="decimal"
          value={value}
          placeholder={empty}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <Textarea
          rows={1}
          mono={type !== "string"}
          spellCheck={false}
          value={value}
          placeholder={empty}
          onChange={(event) => onChange(event.target.value)}
          className="field-sizing-content max-h-60 resize-none"
        />
      )}
    </Field>
  );
}

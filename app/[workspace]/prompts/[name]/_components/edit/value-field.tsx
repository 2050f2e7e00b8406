"use client";

import { cn } from "@/components/ui/cn";
import { readValue } from "@/lib/editing/value-text";
import type { VariableType } from "@/lib/template/content";
import { QuietField, quietStyle } from "./quiet-field";

type Props = {
  label: string;
  type: VariableType;
  value: string;
  onChange: (value: string) => void;
  /** The placeholder while the field is empty. */
  empty: string;
  readOnly?: boolean;
};

/** A field for a value as text; booleans are a choice. Shows an error while the text cannot be parsed. */
export function ValueField({ label, type, value, onChange, empty, readOnly }: Props) {
  const read = value === "" ? null : readValue(value, type);
  const error = read && !read.ok ? read.message : null;
  if (type === "boolean") {
    return (
      <select
        aria-label={label}
        value={value}
        disabled={readOnly}
        onChange={(event) => onChange(event.target.value)}
        className={cn(
          quietStyle,
          "h-7 appearance-none pr-2 disabled:opacity-100 max-md:w-full",
          value === "" && "text-fg-subtle",
        )}
      >
        <option value="">{empty}</option>
        <option value="yes">yes</option>
        <option value="no">no</option>
      </select>
    );
  }
  return (
    <>
      <QuietField
        aria-label={label}
        aria-invalid={error ? true : undefined}
        value={value}
        placeholder={empty}
        readOnly={readOnly}
        mono={type === "array" || type === "object"}
        onChange={onChange}
      />
      {error ? <p className="text-12 text-negative">{error}</p> : null}
    </>
  );
}

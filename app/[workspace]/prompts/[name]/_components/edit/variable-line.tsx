"use client";

import { Check, Text, Trash2 } from "lucide-react";
import { useState } from "react";
import { Checkbox } from "@/components/ui/choice";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { toast } from "@/components/ui/toast";
import type { DraftVariable } from "@/lib/editing/draft/draft";
import { nameFault, type VariableRow } from "@/lib/editing/draft/variable-rows";
import { readValue } from "@/lib/editing/value-text";
import type { VariableType } from "@/lib/template/content";
import { typeNames } from "@/lib/template/variable-types";
import { useEdit } from "./edit-context";
import { QuietField, QuietName, quietStyle } from "./quiet-field";

const types = Object.entries(typeNames) as [VariableType, string][];
const cell = "border-line border-b py-1 pr-3 align-top max-beside:border-0 max-beside:p-0";
const small = "mb-0.5 block text-12 text-fg-muted beside:hidden";

/** One variable, edited in place. An undeclared one is declared by its first change. */
export function VariableLine({ row, names }: { row: VariableRow; names: readonly string[] }) {
  const { dispatch, samples, setSample, isReadOnly } = useEdit();
  const [isDescribed, setDescribed] = useState(false);
  const { variable, isInherited } = row;
  const { name, type, required, defaultText, description } = variable;
  const isFixed = isReadOnly || isInherited;
  const set = (change: Partial<DraftVariable>) => dispatch({ do: "declare", variable: { ...variable, ...change } });

  const remove = () => {
    dispatch({ do: "remove variable", name });
    toast({
      title: `${name} removed.`,
      detail: row.isUsed ? "A message uses it." : "Nothing is saved yet.",
      undo: () => dispatch({ do: "declare", variable }),
    });
  };

  return (
    <tr className="group max-beside:relative max-beside:grid max-beside:grid-cols-2 md:max-beside:grid-cols-[84px_72px_minmax(0,1fr)_minmax(0,2fr)] max-beside:gap-x-3 max-beside:gap-y-2 max-beside:border-line max-beside:border-b max-beside:py-3">
      <th scope="row" className={cn(cell, "font-normal max-beside:col-span-full max-beside:pr-20")}>
        <div className="flex min-h-7 flex-wrap items-center gap-x-2">
          {isFixed ? (
            <code className="text-12">{name}</code>
          ) : (
            <QuietName
              label={`Name of ${name}`}
              value={name}
              check={(next) =>
                nameFault(
                  next,
                  names.filter((one) => one !== name),
                )
              }
              onRename={(next) => {
                dispatch({ do: "declare", variable });
                dispatch({ do: "rename variable", from: name, to: next });
                setSample(next, samples[name] ?? "");
              }}
            />
          )}
          <RowTag row={row} />
        </div>
        {description || isDescribed ? (
          <QuietField
            aria-label={`Description of ${name}`}
            value={description}
            placeholder="What it contains"
            readOnly={isFixed}
            maxLength={1000}
            autoFocus={isDescribed && !description}
            onChange={(text) => set({ description: text })}
            className="-mt-0.5 min-h-6 py-1 text-12 text-fg-muted leading-4 max-beside:-ml-1.5 max-beside:min-h-0 max-beside:py-1 max-beside:shadow-none"
          />
        ) : null}
      </th>
      <td className={cn(cell, "whitespace-nowrap")}>
        <span className={small}>Type</span>
        <select
          aria-label={`Type of ${name}`}
          value={type}
          disabled={isFixed}
          onChange={(event) => set({ type: event.target.value as VariableType, inferred: undefined })}
          className={cn(
            quietStyle,
            "field-sizing-content h-7 appearance-none pr-2 disabled:opacity-100 max-beside:w-full",
          )}
        >
          {types.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </td>
      <td className={cell}>
        <span className={small}>Required</span>
        {isFixed ? (
          <span className="block min-h-7 py-1">
            {required ? (
              <Check role="img" aria-label="yes" className="size-3.5" />
            ) : (
              <span className="text-fg-subtle">no</span>
            )}
          </span>
        ) : (
          <Checkbox
            label={<span className="sr-only">{name} is required</span>}
            checked={required}
            disabled={isFixed}
            onChange={(event) => set({ required: event.target.checked })}
            className="pt-0.5"
          />
        )}
      </td>
      <td className={cell}>
        <span className={small}>Default</span>
        <ValueField
          label={`Default of ${name}`}
          type={type}
          value={defaultText ?? ""}
          empty={defaultText === "" ? "empty text" : "none"}
          readOnly={isFixed}
          onChange={(text) => set({ defaultText: text === "" ? null : text })}
        />
      </td>
      <td className={cell}>
        <span className={small}>Sample</span>
        <ValueField
          label={`Sample of ${name}`}
          type={type}
          value={samples[name] ?? ""}
          empty={defaultText === null ? "add a sample" : "default"}
          onChange={(text) => setSample(name, text)}
        />
      </td>
      <td
        className={cn(
          cell,
          "whitespace-nowrap pr-0 text-right max-beside:absolute max-beside:top-2.5 max-beside:right-0",
        )}
      >
        {isFixed ? null : (
          <span className="inline-flex opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 max-beside:opacity-100">
            {description || isDescribed ? null : (
              <IconButton
                label={`Describe ${name}`}
                size="sm"
                icon={<Text className="size-3.5" />}
                onClick={() => setDescribed(true)}
              />
            )}
            <IconButton label={`Remove ${name}`} size="sm" icon={<Trash2 className="size-3.5" />} onClick={remove} />
          </span>
        )}
      </td>
    </tr>
  );
}

function RowTag({ row: { isNew, isUsed, isInherited } }: { row: VariableRow }) {
  const tag = "rounded-sm px-1.5 text-12";
  if (isInherited) return <span className={cn(tag, "bg-surface-hover text-fg-muted")}>from a snippet</span>;
  return (
    <>
      {isNew ? <span className={cn(tag, "bg-positive-soft text-positive")}>new</span> : null}
      {isUsed ? null : <span className={cn(tag, "bg-surface-hover text-fg-muted")}>not used</span>}
    </>
  );
}

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
function ValueField({ label, type, value, onChange, empty, readOnly }: Props) {
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
          "h-7 appearance-none pr-2 disabled:opacity-100 max-beside:w-full",
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

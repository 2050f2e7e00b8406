"use client";

import { Trash2 } from "lucide-react";
import { Checkbox } from "@/components/ui/choice";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { toast } from "@/components/ui/toast";
import type { VariableType } from "@/lib/template/content";
import { type DraftVariable, typeNames } from "./draft";
import { useEdit } from "./edit-context";
import { QuietField, QuietName, quietStyle } from "./quiet-field";
import { ValueField } from "./value-field";
import { nameFault, type VariableRow } from "./variable-rows";

const types = Object.entries(typeNames) as [VariableType, string][];
const cell = "border-line border-b py-1 pr-3 align-top max-md:border-0 max-md:p-0";
const small = "mb-1 block text-12 text-fg-muted md:hidden";

/** One variable, edited where it stands. A found one is declared by its first change. */
export function VariableLine({ row, names }: { row: VariableRow; names: readonly string[] }) {
  const { dispatch, samples, setSample, isReadOnly } = useEdit();
  const { variable, isInherited } = row;
  const { name, type, required, defaultText, description } = variable;
  const isFixed = isReadOnly || isInherited;
  const set = (change: Partial<DraftVariable>) => dispatch({ do: "declare", variable: { ...variable, ...change } });

  const remove = () => {
    dispatch({ do: "remove variable", name });
    toast({
      title: `${name} removed.`,
      detail: row.isUsed ? "A message still uses it." : "Nothing is saved yet.",
      undo: () => dispatch({ do: "declare", variable }),
    });
  };

  return (
    <tr className="group max-md:grid max-md:grid-cols-2 max-md:gap-x-3 max-md:gap-y-2.5 max-md:border-line max-md:border-b max-md:py-3">
      <th scope="row" className={cn(cell, "font-normal max-md:col-span-2")}>
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
        {isFixed && !description ? null : (
          <QuietField
            aria-label={`Description of ${name}`}
            value={description}
            placeholder="Add a description"
            readOnly={isFixed}
            maxLength={1000}
            onChange={(text) => set({ description: text })}
            className={cn(
              "py-0.5 text-12 text-fg-muted leading-4",
              !description &&
                "placeholder:opacity-0 group-focus-within:placeholder:opacity-100 group-hover:placeholder:opacity-100 max-md:placeholder:opacity-100",
            )}
          />
        )}
      </th>
      <td className={cn(cell, "whitespace-nowrap")}>
        <span className={small}>Type</span>
        <select
          aria-label={`Type of ${name}`}
          value={type}
          disabled={isFixed}
          onChange={(event) => set({ type: event.target.value as VariableType })}
          className={cn(quietStyle, "field-sizing-content h-7 appearance-none pr-2 disabled:opacity-100")}
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
        <Checkbox
          label={<span className="sr-only">{name} is required</span>}
          checked={required}
          disabled={isFixed}
          onChange={(event) => set({ required: event.target.checked })}
          className="pt-0.5"
        />
      </td>
      <td className={cn(cell, "md:max-lg:hidden")}>
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
      <td className={cn(cell, "w-7 pr-0 text-right max-md:col-span-2")}>
        {isFixed ? null : (
          <IconButton
            label={`Remove ${name}`}
            size="sm"
            icon={<Trash2 className="size-3.5" />}
            onClick={remove}
            className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 max-md:opacity-100"
          />
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

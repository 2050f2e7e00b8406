"use client";

import { Checkbox } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { FormField } from "@/lib/evaluation/scorers/form-fields";
import type { ScorerConfig } from "@/lib/evaluation/scorers/schema";
import { LinesInput, NumberInput } from "./field-inputs";
import { SchemaFields } from "./schema-fields";
import type { FieldErrors, Patch } from "./setup";

type Props = {
  scorer: ScorerConfig;
  patch: Patch;
  error: FieldErrors;
  /** Called with whether the text in a JSON field is valid. */
  onReadable: (field: string, isReadable: boolean) => void;
};

/** The fields of a type of scorer, as its form declares them. Consecutive checkboxes are grouped. */
export function ScorerFields({ fields, ...rest }: Props & { fields: readonly FormField[] }) {
  const groups: FormField[][] = [];
  for (const field of fields) {
    const last = groups.at(-1);
    if (last && isCheckbox(field) && last.every(isCheckbox)) last.push(field);
    else groups.push([field]);
  }
  return groups.map(([first, ...others]) => {
    if (!first) return null;
    if (others.length === 0) return <ScorerField key={keyOf(first)} field={first} {...rest} />;
    return (
      <div key={keyOf(first)} className="grid gap-1">
        {[first, ...others].map((field) => (
          <ScorerField key={keyOf(field)} field={field} {...rest} />
        ))}
      </div>
    );
  });
}

const isCheckbox = ({ kind }: FormField) => kind === "flag" || kind === "letters";
const keyOf = (field: FormField): string => (field.kind === "row" ? field.fields.map(keyOf).join() : field.name);

/** The first error in a list of lines, or else that of the list. */
function firstError(error: FieldErrors, field: string): string | undefined {
  for (let index = 0; index < 500; index += 1) {
    const found = error(`${field}/${index}`);
    if (found) return `Line ${index + 1}: ${found}`;
  }
  return error(field);
}

function ScorerField({ field, ...rest }: Props & { field: FormField }) {
  const { scorer, patch, error, onReadable } = rest;
  const values = scorer as unknown as Record<string, unknown>;
  if (field.kind === "row")
    return (
      <div className="grid grid-cols-3 gap-3 max-md:grid-cols-1">
        {field.fields.map((one) => (
          <ScorerField key={keyOf(one)} field={one} {...rest} />
        ))}
      </div>
    );
  const { name } = field;
  const value = values[name];
  switch (field.kind) {
    case "flag": {
      const isInverted = field.isInverted ?? false;
      return (
        <Checkbox
          label={field.label}
          help={field.help}
          checked={Boolean(value) !== isInverted}
          onChange={(event) => patch({ [name]: event.target.checked !== isInverted })}
        />
      );
    }
    case "letters":
      return field.options.map((one) => (
        <Checkbox
          key={one.value}
          label={one.label}
          checked={String(value).includes(one.value)}
          onChange={(event) =>
            patch({ [name]: String(value).replace(one.value, "") + (event.target.checked ? one.value : "") })
          }
        />
      ));
    case "several": {
      const chosen = value as readonly string[];
      const all = field.options.map((one) => one.value);
      return (
        <fieldset className="grid gap-1">
          <legend className="mb-1 font-medium">{field.label}</legend>
          {field.options.map((one) => (
            <Checkbox
              key={one.value}
              label={one.label}
              checked={chosen.includes(one.value)}
              onChange={(event) =>
                patch({
                  [name]: all.filter((kind) => (kind === one.value ? event.target.checked : chosen.includes(kind))),
                })
              }
            />
          ))}
          {error(name) ? <p className="text-12 text-negative">{error(name)}</p> : null}
        </fieldset>
      );
    }
    case "lines":
      return (
        <Field label={field.label} note={field.note} error={firstError(error, name)} help={field.help}>
          <LinesInput
            mono={field.isCode}
            rows={field.rows}
            values={value as readonly string[]}
            onChange={(lines) => patch({ [name]: lines })}
            placeholder={field.placeholder}
          />
        </Field>
      );
    case "text":
      return (
        <Field label={field.label} error={error(name)} help={field.help}>
          <Input
            mono
            value={String(value)}
            spellCheck={false}
            onChange={(event) => patch({ [name]: event.target.value })}
            placeholder={field.placeholder}
          />
        </Field>
      );
    case "number": {
      const { percentWhen, whenEmpty } = field;
      const factor = percentWhen && values[percentWhen.field] === percentWhen.is ? 100 : 1;
      const number = value as number | null;
      return (
        <Field label={field.label} note={factor === 100 ? "%" : undefined} error={error(name)}>
          <NumberInput
            key={factor}
            value={number === null || factor === 1 ? number : Number((number * factor).toFixed(6))}
            onChange={(typed) => patch({ [name]: typed === null ? whenEmpty : typed / factor })}
            placeholder={field.placeholder}
          />
        </Field>
      );
    }
    case "choice":
      return (
        <Field label={field.label} help={field.help}>
          <Select
            value={String(value)}
            options={field.options}
            onChange={(event) => patch({ [name]: event.target.value, ...field.resets })}
          />
        </Field>
      );
    case "schema":
      return (
        <SchemaFields
          name={name}
          schema={value as Record<string, unknown> | null}
          patch={patch}
          error={error}
          onReadable={onReadable}
        />
      );
  }
}

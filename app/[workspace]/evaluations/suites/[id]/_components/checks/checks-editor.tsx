"use client";

import { ChevronRight, Plus, X } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/choice";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input, Textarea } from "@/components/ui/input";
import { Menu } from "@/components/ui/menu";
import { Select } from "@/components/ui/select";
import { type CheckDraft, type CheckFaults, draftOf, readDraft } from "@/lib/editing/cases/check-draft";
import { type CheckField, checkFields, checkTitles, checkTypes } from "@/lib/editing/cases/check-fields";
import { describeCheck } from "@/lib/evaluation/scorers/checks";
import { dimensionWords } from "@/lib/registry/gate/dimension-words";
import { answerDimensions } from "@/lib/registry/gate/dimensions";

const dimensions = answerDimensions.map((value) => ({ value, label: dimensionWords[value].name }));

type Props = {
  checks: readonly CheckDraft[];
  onChange: (checks: readonly CheckDraft[]) => void;
  /** The id of the open check. */
  open: string | null;
  onOpen: (id: string | null) => void;
  isReadOnly: boolean;
  /** Whether saving was attempted. Missing values are then reported too. */
  isAsked: boolean;
};

let made = 0;

/** The checks of the answer in addition to the expected answer: one line each, which opens for editing. */
export function ChecksEditor({ checks, onChange, open, onOpen, isReadOnly, isAsked }: Props) {
  const headId = useId();
  return (
    <section aria-labelledby={headId} className="grid gap-1.5">
      <header className="flex min-h-7 items-center justify-between gap-2">
        <h3 id={headId} className="font-medium">
          Checks <span className="ml-1 font-normal text-12 text-fg-subtle">optional</span>
        </h3>
        {isReadOnly ? null : (
          <Menu
            label="Kind of check"
            items={checkTypes.map((type) => ({
              label: checkTitles[type],
              onSelect: () => {
                const draft = draftOf(`added ${++made}`, type);
                onChange([...checks, draft]);
                onOpen(draft.id);
              },
            }))}
            trigger={
              <Button variant="quiet" size="sm" icon={<Plus className="size-3.5" />}>
                Check
              </Button>
            }
          />
        )}
      </header>
      {checks.length === 0 ? (
        <p className="text-12 text-fg-muted">
          None. A check tests one property of this answer: it contains a text, matches a schema, or passes a judge.
        </p>
      ) : (
        <ul className="grid divide-y divide-line rounded-md border border-line">
          {checks.map((check) => (
            <OneCheck
              key={check.id}
              check={check}
              isOpen={open === check.id}
              isReadOnly={isReadOnly}
              isAsked={isAsked}
              onToggle={() => onOpen(open === check.id ? null : check.id)}
              onChange={(next) => onChange(checks.map((each) => (each.id === next.id ? next : each)))}
              onRemove={() => onChange(checks.filter(({ id }) => id !== check.id))}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

type OneProps = {
  check: CheckDraft;
  isOpen: boolean;
  isReadOnly: boolean;
  isAsked: boolean;
  onToggle: () => void;
  onChange: (check: CheckDraft) => void;
  onRemove: () => void;
};

function OneCheck({ check, isOpen, isReadOnly, isAsked, onToggle, onChange, onRemove }: OneProps) {
  const read = readDraft(check);
  const words = read.ok ? describeCheck(read.check) : checkTitles[check.type];
  const showsFaults = isAsked || !isOpen;
  return (
    <li>
      <div className="flex items-center gap-1 pr-1">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={onToggle}
          className="flex min-h-9 min-w-0 flex-1 items-center gap-1.5 rounded-md px-2 text-left max-md:min-h-11"
        >
          <ChevronRight
            className={cn("size-3.5 shrink-0 text-fg-subtle transition-transform", isOpen && "rotate-90")}
          />
          <span className="truncate">{words}</span>
          {!read.ok && showsFaults ? <span className="shrink-0 text-12 text-negative">not complete</span> : null}
        </button>
        {isReadOnly ? null : (
          <IconButton
            label={`Remove the check: ${words}`}
            size="sm"
            icon={<X className="size-3.5" />}
            onClick={onRemove}
          />
        )}
      </div>
      {isOpen ? (
        <div className="grid gap-3 px-3 pt-1 pb-3">
          {checkFields[check.type].map((field) => (
            <OneField
              key={field.name}
              field={field}
              check={check}
              faults={read.ok ? {} : read.faults}
              isAsked={isAsked}
              onChange={onChange}
            />
          ))}
          <Field label="Counts for">
            <Select
              size="sm"
              className="w-40"
              options={dimensions}
              value={check.dimension}
              onChange={(event) => onChange({ ...check, dimension: event.target.value as CheckDraft["dimension"] })}
            />
          </Field>
        </div>
      ) : null}
    </li>
  );
}

type FieldProps = {
  field: CheckField;
  check: CheckDraft;
  faults: CheckFaults;
  isAsked: boolean;
  onChange: (check: CheckDraft) => void;
};

function OneField({ field, check, faults, isAsked, onChange }: FieldProps) {
  const { name, label, help } = field;
  const value = check.texts[name] ?? "";
  const [wasLeft, setLeft] = useState(false);
  const set = (text: string) => onChange({ ...check, texts: { ...check.texts, [name]: text } });
  if (field.kind === "flag")
    return (
      <Checkbox
        label={label}
        checked={check.flags[name] ?? false}
        onChange={(event) => onChange({ ...check, flags: { ...check.flags, [name]: event.target.checked } })}
      />
    );
  const showsFaults = isAsked || (wasLeft && value !== "");
  const props = {
    value,
    onBlur: () => setLeft(true),
    onChange: (event: { target: { value: string } }) => set(event.target.value),
  };
  return (
    <Field
      label={label}
      {...(help && { help })}
      {...("isOptional" in field && field.isOptional && { note: "optional" })}
      error={showsFaults ? faults[name] : null}
    >
      {field.kind === "choice" ? (
        <Select size="sm" className="w-60 max-w-full" options={field.options} {...props} />
      ) : field.kind === "number" ? (
        <Input inputMode="decimal" className="w-40" {...props} />
      ) : field.kind === "text" ? (
        <Input mono autoComplete="off" spellCheck={false} {...props} />
      ) : (
        <Textarea
          rows={field.kind === "json" ? 8 : 3}
          mono={field.kind === "json"}
          spellCheck={field.kind === "area"}
          {...props}
        />
      )}
    </Field>
  );
}

"use client";

import { Command } from "cmdk";
import { type FormEvent, useState } from "react";
import { PromptPicker } from "@/app/[workspace]/_components/prompt-picker";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { latePart } from "@/components/ui/late-part";
import { PanelLoading } from "@/components/ui/panel-loading";
import { Tag } from "@/components/ui/tag";
import { type FilterKind, filterKinds } from "@/lib/requests/filter-kinds";
import { option } from "./filter-option";
import type { Changes } from "./use-address";

const Experiments = latePart(() => import("./filter-experiment").then((module) => module.Experiments), PanelLoading);

type Props = {
  /** Null: no filter is chosen yet. */
  kind: FilterKind | null;
  value: string;
  /** All filters of the page. */
  fields: Readonly<Record<string, string>>;
  environments: readonly { name: string }[];
  onKind: (key: string) => void;
  onApply: (key: string, value: string | null, others?: Changes) => void;
};

/** Asks first for the kind of filter, then for its value. */
export function FilterForm({ kind, value, fields, environments, onKind, onApply }: Props) {
  if (!kind)
    return (
      <Command loop label="Filters">
        <Command.Input
          autoFocus
          placeholder="Filter by"
          className="h-9 w-full border-line border-b bg-transparent px-2 outline-none"
        />
        <Command.List className="max-h-80 overflow-y-auto pt-1">
          <Command.Empty className="p-3 text-fg-muted">No filter of this name</Command.Empty>
          {filterKinds.map(({ key, label }) => (
            <Command.Item key={key} value={label} onSelect={() => onKind(key)} className={option}>
              {label}
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    );
  if (kind.ask === "choice") {
    const options = kind.options ?? environments.map(({ name }) => ({ value: name, label: name }));
    return (
      <fieldset>
        <legend className="mb-1.5 font-medium">{kind.label}</legend>
        {options.map((one) => (
          <button
            key={one.value}
            type="button"
            aria-pressed={one.value === value}
            onClick={() => onApply(kind.key, one.value)}
            className={option}
          >
            {one.label}
          </button>
        ))}
      </fieldset>
    );
  }
  if (kind.ask === "prompt") return <Prompts value={value} onApply={(next) => onApply(kind.key, next)} />;
  if (kind.ask === "experiment")
    return <Experiments fields={fields} onApply={(id, variant) => onApply(kind.key, id, { variant })} />;
  return <Value key={kind.key} kind={kind} value={value} onApply={onApply} />;
}

function Value({ kind, value, onApply }: { kind: FilterKind; value: string; onApply: Props["onApply"] }) {
  const [text, setText] = useState(value);
  const [fault, setFault] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const clean = text.trim();
    if (clean === "") return onApply(kind.key, null);
    if (kind.ask === "number" && !/^\d{1,12}(\.\d{1,9})?$/.test(clean)) return setFault("Write a number such as 0.5.");
    if (kind.key === "attribute" && !/^[\w.:/-]{1,64}:./.test(clean)) return setFault("Write name:value.");
    if (kind.key === "search" && clean.length < 2) return setFault("Write two characters or more.");
    onApply(kind.key, clean);
  };
  return (
    <form onSubmit={submit} className="grid gap-3">
      <Field label={kind.label} note={kind.hint} error={fault}>
        <Input
          value={text}
          inputMode={kind.ask === "number" ? "decimal" : "text"}
          maxLength={200}
          autoFocus
          onChange={(event) => {
            setText(event.target.value);
            setFault(null);
          }}
        />
      </Field>
      <Button type="submit" variant="primary" size="sm" className="justify-self-end">
        Apply
      </Button>
    </form>
  );
}

function Prompts({ value, onApply }: { value: string; onApply: (value: string | null) => void }) {
  const chosen = value === "" ? [] : value.split(",");
  const set = (names: readonly string[]) => onApply(names.length > 0 ? names.join(",") : null);
  return (
    <div className="grid gap-2.5">
      <span className="font-medium">Prompt</span>
      {chosen.length > 0 ? (
        <ul className="flex flex-wrap gap-1.5">
          {chosen.map((name) => (
            <li key={name}>
              <button
                type="button"
                aria-label={`Without ${name}`}
                onClick={() => set(chosen.filter((one) => one !== name))}
              >
                <Tag>{`${name} ×`}</Tag>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <PromptPicker
        aria-label="Prompt"
        value=""
        none={chosen.length > 0 ? "Or another one" : "Choose a prompt"}
        onPick={(name) => name && set([...new Set([...chosen, name])])}
      />
    </div>
  );
}

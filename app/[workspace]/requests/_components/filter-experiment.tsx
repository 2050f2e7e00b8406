"use client";

import { Command } from "cmdk";
import { useState } from "react";
import { useRead } from "@/components/ui/use-read";
import { useWorkspace } from "../../_components/use-workspace";
import { readExperimentChoices } from "../actions";
import { option } from "./filter-option";

type Props = {
  fields: Readonly<Record<string, string>>;
  onApply: (id: string, variant: string | null) => void;
};

/** Asks for an experiment of the chosen prompt and environment, then for one of its variants. */
export function Experiments({ fields, onApply }: Props) {
  const workspace = useWorkspace();
  const [pickedId, setPicked] = useState(fields.experiment ?? null);
  const { prompt, environment } = fields;
  const isOnePrompt = prompt && !prompt.includes(",");
  const place = { ...(isOnePrompt && { prompt }), ...(environment && { environment }) };
  const { data: found, failure } = useRead(readExperimentChoices, { workspace, ...place });
  if (failure) return <p className="py-1 text-negative">{failure.message}</p>;
  if (!found)
    return (
      <p role="status" className="py-1 text-fg-muted">
        Loading experiments
      </p>
    );
  if (found.length === 0) return <p className="py-1 text-fg-muted">No experiment has started here.</p>;
  const picked = found.find(({ id }) => id === pickedId);
  if (picked)
    return (
      <fieldset>
        <legend className="mb-1.5 font-medium">{picked.name}</legend>
        {[null, ...picked.variants].map((variant) => (
          <button
            key={variant}
            type="button"
            aria-pressed={picked.id === fields.experiment && variant === (fields.variant ?? null)}
            onClick={() => onApply(picked.id, variant)}
            className={`${option} -mx-2 aria-pressed:font-medium`}
          >
            {variant ?? "All variants"}
          </button>
        ))}
        <button type="button" onClick={() => setPicked(null)} className={`${option} -mx-2 text-accent`}>
          Another experiment
        </button>
      </fieldset>
    );
  return (
    <Command loop label="Experiments" className="-mx-3">
      <Command.Input
        autoFocus
        placeholder="Experiment"
        className="h-9 w-full border-line border-b bg-transparent px-2 outline-none"
      />
      <Command.List className="max-h-80 overflow-y-auto pt-1">
        <Command.Empty className="p-3 text-fg-muted">No experiment of this name</Command.Empty>
        {found.map(({ id, name, prompt: of, environment: where }) => (
          <Command.Item key={id} value={`${name} ${of} ${id}`} onSelect={() => setPicked(id)} className={option}>
            <span className="min-w-0 py-1">
              <span className="block truncate">{name}</span>
              <span className="block truncate text-12 text-fg-muted">{`${of}, ${where}`}</span>
            </span>
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}

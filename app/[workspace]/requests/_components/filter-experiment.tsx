"use client";

import { Command } from "cmdk";
import { useEffect, useState } from "react";
import { reach } from "@/components/ui/reach";
import { readExperimentChoices } from "../actions";
import { option } from "./filter-option";

type Experiment = { id: string; name: string; prompt: string; environment: string; variants: string[] };
type Props = {
  workspace: string;
  fields: Readonly<Record<string, string>>;
  onApply: (id: string, variant: string | null) => void;
};

/** Asks for an experiment of the chosen prompt and environment, then for one of its variants. */
export function Experiments({ workspace, fields, onApply }: Props) {
  const [found, setFound] = useState<Experiment[] | string | null>(null);
  const [pickedId, setPicked] = useState(fields.experiment ?? null);
  const { prompt, environment } = fields;
  useEffect(() => {
    let isOver = false;
    const place = { ...(prompt && !prompt.includes(",") && { prompt }), ...(environment && { environment }) };
    void reach(() => readExperimentChoices({ workspace, ...place })).then((result) => {
      if (!isOver) setFound(result.ok ? result.data : result.error.message);
    });
    return () => {
      isOver = true;
    };
  }, [workspace, prompt, environment]);
  if (found === null)
    return (
      <p role="status" className="py-1 text-fg-muted">
        Loading experiments
      </p>
    );
  if (typeof found === "string") return <p className="py-1 text-negative">{found}</p>;
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

"use client";

import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { useFilters } from "@/components/ui/use-filters";
import { textParam } from "@/lib/core/address-params";
import { PromptPicker } from "../../_components/prompt-picker";

export type UseFormProps = {
  prompt: string;
  environment: string;
  environments: readonly string[];
};

/** Chooses the prompt and environment of the examples. Both are stored in the address. */
export function UseForm({ prompt, environment, environments }: UseFormProps) {
  const [, set] = useFilters({ prompt: textParam(), environment: textParam() });
  return (
    <div className="mt-1.5 grid grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)] gap-3 max-md:grid-cols-1">
      <Field label="Prompt">
        <PromptPicker value={prompt} onPick={(name) => set({ prompt: name })} />
      </Field>
      <Field label="Environment">
        <Select
          value={environment}
          onChange={(event) => set({ environment: event.target.value })}
          options={environments.map((name) => ({ value: name, label: name }))}
        />
      </Field>
    </div>
  );
}

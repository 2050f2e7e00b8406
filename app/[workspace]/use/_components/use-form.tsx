"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { PromptPicker } from "../../_components/prompt-picker";

export type UseFormProps = {
  prompt: string;
  environment: string;
  environments: readonly string[];
};

/** Chooses the prompt and environment of the examples. Both are stored in the address. */
export function UseForm({ prompt, environment, environments }: UseFormProps) {
  const [, set] = useQueryStates({ prompt: parseAsString, environment: parseAsString }, { shallow: false });
  return (
    <div className="mt-1.5 grid grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)] gap-3 max-md:grid-cols-1">
      <Field label="Prompt">
        <PromptPicker value={prompt} onPick={(name) => void set({ prompt: name })} />
      </Field>
      <Field label="Environment">
        <Select
          value={environment}
          onChange={(event) => void set({ environment: event.target.value })}
          options={environments.map((name) => ({ value: name, label: name }))}
        />
      </Field>
    </div>
  );
}

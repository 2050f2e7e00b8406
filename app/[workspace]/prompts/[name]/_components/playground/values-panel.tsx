"use client";

import type { SharedVariable } from "@/lib/editing/playground/shared-values";
import { SamplePicker } from "../samples/sample-picker";
import { TurnsField } from "../samples/turns-field";
import type { Sampling } from "../samples/use-samples";
import { ValueInput } from "./value-input";

type Props = {
  prompt: string;
  sampling: Sampling;
  variables: readonly SharedVariable[];
  placeholders: readonly string[];
  canKeep: boolean;
  isAsked: boolean;
};

/** The values for all columns. */
export function ValuesPanel({ prompt, sampling, variables, placeholders, canKeep, isAsked }: Props) {
  return (
    <div className="grid content-start gap-4">
      <header className="flex min-h-7 items-center justify-between gap-2">
        <h2 className="text-14">Values</h2>
        <SamplePicker
          prompt={prompt}
          sampling={sampling}
          variables={variables.map(({ variable }) => variable)}
          canWrite={canKeep}
        />
      </header>
      {variables.length === 0 && placeholders.length === 0 ? (
        <p className="text-fg-muted">These versions have no variables.</p>
      ) : null}
      {placeholders.map((name) => (
        <TurnsField
          key={name}
          name={name}
          turns={sampling.fields.turns[name] ?? []}
          onChange={(turns) => sampling.setTurns(name, turns)}
        />
      ))}
      {variables.map(({ variable, only }) => (
        <ValueInput
          key={variable.name}
          variable={variable}
          only={only}
          isAsked={isAsked}
          value={sampling.fields.values[variable.name] ?? ""}
          onChange={(text) => sampling.setValue(variable.name, text)}
        />
      ))}
    </div>
  );
}

"use client";

import { X } from "lucide-react";
import { useQueryStates } from "nuqs";
import { Chip } from "@/components/ui/chip";
import { Select } from "@/components/ui/select";
import { PromptPicker } from "../../../_components/prompt-picker";
import { experimentParsers } from "../../_components/filters";

const statuses = [
  { value: "", label: "Any state" },
  { value: "draft", label: "Drafts" },
  { value: "running", label: "Running" },
  { value: "stopped", label: "Stopped" },
  { value: "concluded", label: "Concluded" },
];

/** Which prompt, which environment, which state; the choice lives in the address. */
export function ExperimentFilterBar({
  workspace,
  environments,
}: {
  workspace: string;
  environments: readonly { name: string }[];
}) {
  const [{ prompt, environment, status }, set] = useQueryStates(experimentParsers, { shallow: false });
  const places = [
    { value: "", label: "Any environment" },
    ...environments.map(({ name }) => ({ value: name, label: name })),
  ];
  return (
    <search className="flex h-13 shrink-0 items-center gap-2 px-6 max-md:h-auto max-md:flex-wrap max-md:px-4 max-md:py-3">
      <PromptPicker
        aria-label="Prompt"
        workspace={workspace}
        size="sm"
        value={prompt}
        none="Any prompt"
        onPick={(name) => void set({ prompt: name || null })}
        className="w-65 max-md:w-auto max-md:flex-[1_0_100%]"
      />
      <Select
        aria-label="Environment"
        size="sm"
        options={places}
        value={environment}
        onChange={(event) => void set({ environment: event.target.value || null })}
        className="w-44 max-md:w-auto max-md:flex-[1_0_130px]"
      />
      <Select
        aria-label="State"
        size="sm"
        options={statuses}
        value={status}
        onChange={(event) => void set({ status: event.target.value || null })}
        className="w-36 max-md:w-auto max-md:flex-[1_0_110px]"
      />
      {prompt || environment || status ? (
        <Chip icon={<X />} plain onClick={() => void set({ prompt: null, environment: null, status: null })}>
          Clear filters
        </Chip>
      ) : null}
    </search>
  );
}

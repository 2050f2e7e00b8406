"use client";

import { X } from "lucide-react";
import { useQueryStates } from "nuqs";
import { Chip } from "@/components/ui/chip";
import { cn } from "@/components/ui/cn";
import { Select } from "@/components/ui/select";
import { placeParsers } from "./place-filters";
import { PromptPicker } from "./prompt-picker";

export type PlaceFilterBarProps = { workspace: string; environments: readonly { name: string }[]; className?: string };

/** Which prompt, which environment; the choice lives in the address. */
export function PlaceFilterBar({ workspace, environments, className }: PlaceFilterBarProps) {
  const [{ prompt, environment }, set] = useQueryStates(placeParsers, { shallow: false });
  const options = [
    { value: "", label: "Any environment" },
    ...environments.map(({ name }) => ({ value: name, label: name })),
  ];
  return (
    <search
      className={cn(
        "flex h-13 shrink-0 items-center gap-2 px-6 max-md:h-auto max-md:flex-wrap max-md:px-4 max-md:py-3",
        className,
      )}
    >
      <PromptPicker
        aria-label="Prompt"
        workspace={workspace}
        size="sm"
        value={prompt}
        none="Any prompt"
        onPick={(name) => void set({ prompt: name || null })}
        className="w-65 max-md:w-auto max-md:flex-[1_0_160px]"
      />
      <Select
        aria-label="Environment"
        size="sm"
        options={options}
        value={environment}
        onChange={(event) => void set({ environment: event.target.value || null })}
        className="w-44 max-md:w-auto max-md:flex-[1_0_130px]"
      />
      {prompt || environment ? (
        <Chip icon={<X />} plain onClick={() => void set({ prompt: null, environment: null })}>
          Clear filters
        </Chip>
      ) : null}
    </search>
  );
}

"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Chip } from "@/components/ui/chip";
import { cn } from "@/components/ui/cn";
import { FilterSelect } from "@/components/ui/select";
import { useFilters } from "@/components/ui/use-filters";
import { placeParsers } from "./place-filters";
import { PromptPicker } from "./prompt-picker";

type Environments = readonly { name: string }[];

type FilterBarProps = {
  environments: Environments;
  value: { prompt: string; environment: string };
  onChange: (change: { prompt: string | null } | { environment: string | null }) => void;
  /** Removes all filters. Null if none is set. */
  onClear: (() => void) | null;
  /** Filters that only this list has. */
  children?: ReactNode;
  className?: string | undefined;
};

/** The filter bar above a list: prompt, environment, and the list's own filters. */
export function FilterBar({ environments, value, onChange, onClear, children, className }: FilterBarProps) {
  const options = [
    { value: "", label: "Any environment" },
    ...environments.map(({ name }) => ({ value: name, label: name })),
  ];
  return (
    <search className={cn("filter-bar", className)}>
      <PromptPicker
        aria-label="Prompt"
        isFilter
        value={value.prompt}
        none="Any prompt"
        onPick={(name) => onChange({ prompt: name || null })}
      />
      <FilterSelect
        aria-label="Environment"
        options={options}
        value={value.environment}
        onChange={(event) => onChange({ environment: event.target.value || null })}
      />
      {children}
      {onClear ? (
        <Chip icon={<X />} plain onClick={onClear}>
          Clear filters
        </Chip>
      ) : null}
    </search>
  );
}

export type PlaceFilterBarProps = { environments: Environments; className?: string };

/** Filters by prompt and environment. The filters are stored in the address. */
export function PlaceFilterBar({ environments, className }: PlaceFilterBarProps) {
  const [value, set] = useFilters(placeParsers);
  const isFiltered = value.prompt !== "" || value.environment !== "";
  return (
    <FilterBar
      environments={environments}
      value={value}
      className={className}
      onChange={(change) => set(change)}
      onClear={isFiltered ? () => set({ prompt: null, environment: null }) : null}
    />
  );
}

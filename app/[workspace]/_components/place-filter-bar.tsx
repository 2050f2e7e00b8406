"use client";

import type { ReactNode } from "react";
import { ClearFilters } from "@/components/ui/chip";
import { cn } from "@/components/ui/cn";
import { FilterSelect, namedOptions } from "@/components/ui/select";
import { useFilters } from "@/components/ui/use-filters";
import { placeParsers } from "./place-filters";
import { PromptPicker } from "./prompt-picker";

type Environments = readonly { name: string }[];

type FilterBarProps = {
  environments: Environments;
  /** What `useFilters` returns. */
  filters: readonly [
    values: { prompt: string; environment: string },
    set: (change: { prompt?: string | null; environment?: string | null }) => void,
    chosen: { isFiltered: boolean; clear: () => void },
  ];
  /** Filters that only this list has. */
  children?: ReactNode;
  className?: string | undefined;
};

/** The filter bar above a list: prompt, environment, and the list's own filters. */
export function FilterBar({ environments, filters, children, className }: FilterBarProps) {
  const [{ prompt, environment }, set, { isFiltered, clear }] = filters;
  return (
    <search className={cn("filter-bar", className)}>
      <PromptPicker
        aria-label="Prompt"
        isFilter
        value={prompt}
        none="Any prompt"
        onPick={(name) => set({ prompt: name || null })}
      />
      <FilterSelect
        label="Environment"
        any="Any environment"
        options={namedOptions(environments)}
        value={environment}
        onPick={(picked) => set({ environment: picked })}
      />
      {children}
      {isFiltered ? <ClearFilters onClear={clear} /> : null}
    </search>
  );
}

export type PlaceFilterBarProps = { environments: Environments; className?: string };

/** Filters by prompt and environment. The filters are stored in the address. */
export function PlaceFilterBar(props: PlaceFilterBarProps) {
  return <FilterBar {...props} filters={useFilters(placeParsers)} />;
}

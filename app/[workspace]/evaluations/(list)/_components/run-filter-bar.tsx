"use client";

import { X } from "lucide-react";
import { PromptPicker } from "@/app/[workspace]/_components/prompt-picker";
import { Chip } from "@/components/ui/chip";
import { FilterSelect } from "@/components/ui/select";
import { useFilters } from "@/components/ui/use-filters";
import { runStatuses } from "@/lib/evaluation/runs/statuses";
import { runStatusWords } from "@/lib/evaluation/runs/words";
import { isRunFiltered, runParsers } from "../../_components/run-filters";

type Props = {
  suites: readonly { id: string; name: string }[];
  environments: readonly { name: string }[];
};

/** Filters by prompt, suite, environment and status. The selection is in the URL. */
export function RunFilterBar({ suites, environments }: Props) {
  const [filters, set] = useFilters(runParsers);
  return (
    <search className="filter-bar">
      <PromptPicker
        aria-label="Prompt"
        isFilter
        value={filters.prompt}
        none="Any prompt"
        onPick={(name) => set({ prompt: name || null })}
      />
      <FilterSelect
        aria-label="Suite"
        value={filters.suite}
        onChange={(event) => set({ suite: event.target.value || null })}
        options={[{ value: "", label: "Any suite" }, ...suites.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <FilterSelect
        aria-label="Environment"
        value={filters.environment}
        onChange={(event) => set({ environment: event.target.value || null })}
        options={[
          { value: "", label: "Any environment" },
          ...environments.map(({ name }) => ({ value: name, label: name })),
        ]}
      />
      <FilterSelect
        aria-label="State"
        value={filters.status ?? ""}
        onChange={(event) => set({ status: runStatuses.find((one) => one === event.target.value) ?? null })}
        options={[
          { value: "", label: "Any state" },
          ...runStatuses.map((one) => ({ value: one, label: runStatusWords[one] })),
        ]}
      />
      {isRunFiltered(filters) ? (
        <Chip icon={<X />} plain onClick={() => set({ prompt: null, suite: null, environment: null, status: null })}>
          Clear filters
        </Chip>
      ) : null}
    </search>
  );
}

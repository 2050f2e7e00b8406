"use client";

import { X } from "lucide-react";
import { useQueryStates } from "nuqs";
import { PromptPicker } from "@/app/[workspace]/_components/prompt-picker";
import { Chip } from "@/components/ui/chip";
import { FilterSelect } from "@/components/ui/select";
import { runStatuses } from "@/lib/evaluation/runs/statuses";
import { isRunFiltered, runParsers } from "../../_components/run-filters";

type Props = {
  suites: readonly { id: string; name: string }[];
  environments: readonly { name: string }[];
};

const statusWords = {
  queued: "Waiting",
  running: "Running",
  finished: "Finished",
  cancelled: "Cancelled",
  failed: "Run failed",
} as const;

/** Filters by prompt, suite, environment and status. The selection is in the URL. */
export function RunFilterBar({ suites, environments }: Props) {
  const [filters, set] = useQueryStates(runParsers, { shallow: false });
  return (
    <search className="filter-bar">
      <PromptPicker
        aria-label="Prompt"
        isFilter
        value={filters.prompt}
        none="Any prompt"
        onPick={(name) => void set({ prompt: name || null })}
      />
      <FilterSelect
        aria-label="Suite"
        value={filters.suite}
        onChange={(event) => void set({ suite: event.target.value || null })}
        options={[{ value: "", label: "Any suite" }, ...suites.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <FilterSelect
        aria-label="Environment"
        value={filters.environment}
        onChange={(event) => void set({ environment: event.target.value || null })}
        options={[
          { value: "", label: "Any environment" },
          ...environments.map(({ name }) => ({ value: name, label: name })),
        ]}
      />
      <FilterSelect
        aria-label="State"
        value={filters.status ?? ""}
        onChange={(event) => void set({ status: runStatuses.find((one) => one === event.target.value) ?? null })}
        options={[
          { value: "", label: "Any state" },
          ...runStatuses.map((one) => ({ value: one, label: statusWords[one] })),
        ]}
      />
      {isRunFiltered(filters) ? (
        <Chip
          icon={<X />}
          plain
          onClick={() => void set({ prompt: null, suite: null, environment: null, status: null })}
        >
          Clear filters
        </Chip>
      ) : null}
    </search>
  );
}

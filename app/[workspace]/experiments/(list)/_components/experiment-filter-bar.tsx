"use client";

import { FilterBar } from "@/app/[workspace]/_components/place-filter-bar";
import { FilterSelect } from "@/components/ui/select";
import { useFilters } from "@/components/ui/use-filters";
import { experimentParsers } from "../../_components/filters";

const statuses = [
  { value: "", label: "Any state" },
  { value: "verdict", label: "Verdict reached" },
  { value: "not_valid", label: "Not valid" },
  { value: "draft", label: "Drafts" },
  { value: "running", label: "Running" },
  { value: "stopped", label: "Stopped" },
  { value: "concluded", label: "Concluded" },
];

type Props = { environments: readonly { name: string }[] };

/** Filters by prompt, environment and status. The selection is in the URL. */
export function ExperimentFilterBar({ environments }: Props) {
  const [{ status, ...place }, set] = useFilters(experimentParsers);
  const isFiltered = place.prompt !== "" || place.environment !== "" || status !== "";
  return (
    <FilterBar
      environments={environments}
      value={place}
      onChange={(change) => set(change)}
      onClear={isFiltered ? () => set({ prompt: null, environment: null, status: null }) : null}
    >
      <FilterSelect
        aria-label="State"
        options={statuses}
        value={status}
        onChange={(event) => set({ status: event.target.value || null })}
      />
    </FilterBar>
  );
}

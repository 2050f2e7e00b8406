"use client";

import { FilterBar } from "@/app/[workspace]/_components/place-filter-bar";
import { FilterSelect } from "@/components/ui/select";
import { useFilters } from "@/components/ui/use-filters";
import { experimentParsers } from "../../_components/filters";

const statuses = [
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
  const filters = useFilters(experimentParsers);
  const [{ status }, set] = filters;
  return (
    <FilterBar environments={environments} filters={filters}>
      <FilterSelect
        label="State"
        any="Any state"
        options={statuses}
        value={status}
        onPick={(picked) => set({ status: picked })}
      />
    </FilterBar>
  );
}

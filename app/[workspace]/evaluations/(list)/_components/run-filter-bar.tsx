"use client";

import { FilterBar } from "@/app/[workspace]/_components/place-filter-bar";
import { FilterSelect } from "@/components/ui/select";
import { useFilters } from "@/components/ui/use-filters";
import { runStatuses } from "@/lib/evaluation/runs/statuses";
import { runStatusWords } from "@/lib/evaluation/runs/words";
import { runParsers } from "../../_components/run-filters";

type Props = {
  suites: readonly { id: string; name: string }[];
  environments: readonly { name: string }[];
};

/** Filters by prompt, environment, suite and status. The selection is in the URL. */
export function RunFilterBar({ suites, environments }: Props) {
  const filters = useFilters(runParsers);
  const [{ suite, status }, set] = filters;
  return (
    <FilterBar environments={environments} filters={filters}>
      <FilterSelect
        label="Suite"
        any="Any suite"
        options={suites.map(({ id, name }) => ({ value: id, label: name }))}
        value={suite}
        onPick={(picked) => set({ suite: picked })}
      />
      <FilterSelect
        label="State"
        any="Any state"
        options={runStatuses.map((one) => ({ value: one, label: runStatusWords[one] }))}
        value={status}
        onPick={(picked) => set({ status: picked })}
      />
    </FilterBar>
  );
}

"use client";

import { FilterBar } from "@/app/[workspace]/_components/place-filter-bar";
import { FilterSearch } from "@/components/ui/input";
import { useFilters } from "@/components/ui/use-filters";
import { memoParsers } from "../../_components/filters";

type Props = { environments: readonly { name: string }[] };

/** Filters by prompt, environment and words. The selection is in the URL. */
export function MemoFilterBar({ environments }: Props) {
  const filters = useFilters(memoParsers);
  const [{ q }, set] = filters;
  return (
    <FilterBar environments={environments} filters={filters}>
      <FilterSearch
        label="Search decisions"
        placeholder="Question, verdict, reason or name"
        value={q}
        onSearch={(words, wait) => set({ q: words }, wait)}
      />
    </FilterBar>
  );
}

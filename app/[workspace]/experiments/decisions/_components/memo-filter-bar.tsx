"use client";

import { FilterBar } from "@/app/[workspace]/_components/place-filter-bar";
import { SearchInput } from "@/components/ui/input";
import { useFilters } from "@/components/ui/use-filters";
import { memoParsers } from "../../_components/filters";

type Props = { environments: readonly { name: string }[] };

/** Filters by prompt, environment and words. The selection is in the URL. */
export function MemoFilterBar({ environments }: Props) {
  const [{ q, ...place }, set] = useFilters(memoParsers);
  const clear = () => set({ prompt: null, environment: null, q: null });
  const isFiltered = place.prompt !== "" || place.environment !== "" || q !== "";
  return (
    <FilterBar
      environments={environments}
      value={place}
      onChange={(change) => set(change)}
      onClear={isFiltered ? clear : null}
    >
      <SearchInput
        label="Search decisions"
        placeholder="Question, verdict, reason or name"
        value={q}
        onChange={(event) => set({ q: event.target.value || null }, { waitMs: 200 })}
      />
    </FilterBar>
  );
}

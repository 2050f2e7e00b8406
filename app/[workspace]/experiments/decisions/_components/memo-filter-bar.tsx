"use client";

import { debounce, useQueryStates } from "nuqs";
import { FilterBar } from "@/app/[workspace]/_components/place-filter-bar";
import { SearchInput } from "@/components/ui/input";
import { memoParsers } from "../../_components/filters";

type Props = { environments: readonly { name: string }[] };

/** Filters by prompt, environment and words. The selection is in the URL. */
export function MemoFilterBar({ environments }: Props) {
  const [{ q, ...place }, set] = useQueryStates(memoParsers, { shallow: false });
  const clear = () => void set({ prompt: null, environment: null, q: null });
  const isFiltered = place.prompt !== "" || place.environment !== "" || q !== "";
  return (
    <FilterBar
      environments={environments}
      value={place}
      onChange={(change) => void set(change)}
      onClear={isFiltered ? clear : null}
    >
      <SearchInput
        label="Search decisions"
        placeholder="Question, verdict, reason or name"
        value={q}
        onChange={(event) => void set({ q: event.target.value || null }, { limitUrlUpdates: debounce(200) })}
      />
    </FilterBar>
  );
}

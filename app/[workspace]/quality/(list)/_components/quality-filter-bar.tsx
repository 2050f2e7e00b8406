"use client";

import { ClearFilters } from "@/components/ui/chip";
import { FilterSelect, namedOptions } from "@/components/ui/select";
import { useFilters } from "@/components/ui/use-filters";
import { qualityParsers } from "../../_components/filters";

type Props = {
  environments: readonly { name: string }[];
  folders: readonly { name: string; count: number }[];
};

/** Filters by environment and folder. The filters are stored in the address. */
export function QualityFilterBar({ environments, folders }: Props) {
  const [{ environment, folder }, set, { isFiltered, clear }] = useFilters(qualityParsers);
  return (
    <search className="filter-bar">
      <FilterSelect
        label="Environment"
        any="Production and watched"
        options={namedOptions(environments)}
        value={environment}
        onPick={(picked) => set({ environment: picked })}
      />
      <FilterSelect
        label="Folder"
        any="Any folder"
        options={folders.map(({ name, count }) => ({ value: name, label: `${name}/ (${count})` }))}
        value={folder}
        onPick={(picked) => set({ folder: picked })}
      />
      {isFiltered ? <ClearFilters onClear={clear} /> : null}
    </search>
  );
}

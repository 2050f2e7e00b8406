"use client";

import { X } from "lucide-react";
import { Chip } from "@/components/ui/chip";
import { FilterSelect } from "@/components/ui/select";
import { useFilters } from "@/components/ui/use-filters";
import { qualityParsers } from "../../_components/filters";

type Props = {
  environments: readonly { name: string }[];
  folders: readonly { name: string; count: number }[];
};

/** Filters by environment and folder. The filters are stored in the address. */
export function QualityFilterBar({ environments, folders }: Props) {
  const [{ environment, folder }, set] = useFilters(qualityParsers);
  return (
    <search className="filter-bar">
      <FilterSelect
        aria-label="Environment"
        options={[
          { value: "", label: "Production and watched" },
          ...environments.map(({ name }) => ({ value: name, label: name })),
        ]}
        value={environment}
        onChange={(event) => set({ environment: event.target.value || null })}
      />
      <FilterSelect
        aria-label="Folder"
        options={[
          { value: "", label: "Any folder" },
          ...folders.map(({ name, count }) => ({ value: name, label: `${name}/ (${count})` })),
        ]}
        value={folder}
        onChange={(event) => set({ folder: event.target.value || null })}
      />
      {environment || folder ? (
        <Chip icon={<X />} plain onClick={() => set({ environment: null, folder: null })}>
          Clear filters
        </Chip>
      ) : null}
    </search>
  );
}

"use client";

import { X } from "lucide-react";
import { useQueryStates } from "nuqs";
import { Chip } from "@/components/ui/chip";
import { Select } from "@/components/ui/select";
import { qualityParsers } from "../../_components/filters";

type Props = {
  environments: readonly { name: string }[];
  folders: readonly { name: string; count: number }[];
};

/** Filters by environment and folder. The filters are stored in the address. */
export function QualityFilterBar({ environments, folders }: Props) {
  const [{ environment, folder }, set] = useQueryStates(qualityParsers, { shallow: false });
  return (
    <search className="flex h-13 shrink-0 items-center gap-2 px-6 max-md:h-auto max-md:flex-wrap max-md:px-4 max-md:py-3">
      <Select
        aria-label="Environment"
        size="sm"
        options={[
          { value: "", label: "Production and watched environments" },
          ...environments.map(({ name }) => ({ value: name, label: name })),
        ]}
        value={environment}
        onChange={(event) => void set({ environment: event.target.value || null })}
        className="w-75 max-md:w-auto max-md:flex-[1_0_170px]"
      />
      <Select
        aria-label="Folder"
        size="sm"
        options={[
          { value: "", label: "Any folder" },
          ...folders.map(({ name, count }) => ({ value: name, label: `${name}/ (${count})` })),
        ]}
        value={folder}
        onChange={(event) => void set({ folder: event.target.value || null })}
        className="w-44 max-md:w-auto max-md:flex-[1_0_120px]"
      />
      {environment || folder ? (
        <Chip icon={<X />} plain onClick={() => void set({ environment: null, folder: null })}>
          Clear filters
        </Chip>
      ) : null}
    </search>
  );
}

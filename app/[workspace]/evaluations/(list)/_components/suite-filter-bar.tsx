"use client";

import { Archive } from "lucide-react";
import { Chip } from "@/components/ui/chip";
import { FilterSearch } from "@/components/ui/input";
import { useFilters } from "@/components/ui/use-filters";
import { suiteParsers } from "../../_components/filters";

/** Filters of the suites. The selection is in the URL. */
export function SuiteFilterBar({ hasArchived }: { hasArchived: boolean }) {
  const [{ q, archived }, set] = useFilters(suiteParsers);
  return (
    <search className="flex h-13 shrink-0 items-center gap-2 px-6 max-md:h-auto max-md:flex-wrap max-md:px-4 max-md:py-3">
      <FilterSearch
        label="Filter suites"
        placeholder="Name or prompt"
        value={q}
        onSearch={(words, wait) => set({ q: words }, wait)}
      />
      {hasArchived || archived ? (
        <Chip icon={<Archive />} on={archived} onClick={() => set({ archived: archived ? null : true })}>
          Archived
        </Chip>
      ) : null}
    </search>
  );
}

"use client";

import { Tag, X } from "lucide-react";
import type { ReactNode } from "react";
import { caseParsers } from "@/app/[workspace]/evaluations/_components/filters";
import { Chip } from "@/components/ui/chip";
import { FilterSearch } from "@/components/ui/input";
import { Menu } from "@/components/ui/menu";
import { useFilters } from "@/components/ui/use-filters";

type Props = {
  tags: readonly { tag: string; count: number }[];
  /** There is nothing to search. */
  isEmpty: boolean;
  /** On the right: the save status. */
  end: ReactNode;
};

/** Filters of the cases. The selection is in the URL. */
export function CaseFilterBar({ tags, isEmpty, end }: Props) {
  const [{ q, tag }, set] = useFilters(caseParsers);
  return (
    <search className="flex h-13 shrink-0 items-center gap-2 px-6 max-md:h-auto max-md:flex-wrap max-md:px-4 max-md:py-3">
      {isEmpty ? null : (
        <FilterSearch
          label="Filter cases"
          placeholder="A word in values or answers"
          value={q}
          onSearch={(words, wait) => set({ q: words }, wait)}
        />
      )}
      {tags.length > 0 || tag ? (
        <Menu
          label="Tag"
          align="start"
          className="max-h-80 overflow-y-auto"
          trigger={
            <Chip icon={<Tag />} on={tag !== null} aria-label={tag ? `Tag: ${tag}` : "Tag"}>
              {tag ?? "Tag"}
            </Chip>
          }
          items={[
            { label: "Any", checked: tag === null, onSelect: () => set({ tag: null }) },
            "line",
            ...tags.map((one) => ({
              label: one.tag,
              hint: one.count,
              checked: one.tag === tag,
              onSelect: () => set({ tag: one.tag }),
            })),
          ]}
        />
      ) : null}
      {tag ? (
        <Chip icon={<X />} plain onClick={() => set({ tag: null })}>
          Clear
        </Chip>
      ) : null}
      <div className="ml-auto">{end}</div>
    </search>
  );
}

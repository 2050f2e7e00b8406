"use client";

import { FilterSearch } from "@/components/ui/input";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import type { CaseShown } from "@/lib/evaluation/comparison/changes";
import type { CaseCounts } from "@/lib/evaluation/comparison/queries/cases";
import { shownWords } from "@/lib/evaluation/comparison/words";
import type { Dimension } from "@/lib/registry/gate/dimensions";
import { MarkHeads } from "./case-marks";
import type { ResultState } from "./result-state";

type SetFilters = (
  values: Partial<{ show: CaseShown | null; dimension: Dimension | null; tag: string | null; q: string | null }>,
  options?: { waitMs?: number },
) => unknown;

type Props = {
  state: ResultState;
  shown: CaseShown;
  counts: CaseCounts;
  hasBaseline: boolean;
  tags: readonly string[];
  set: SetFilters;
};

/** The filters of the case list, with a count for each choice. The choice is stored in the address. */
export function CaseFilters({ state, shown, counts, hasBaseline, tags, set }: Props) {
  const choices: CaseShown[] = hasBaseline
    ? ["broken", "fixed", "same", ...(counts.new > 0 || shown === "new" ? (["new"] as const) : []), "failed", "all"]
    : ["failed", "all"];
  return (
    <div className="sticky top-[var(--topbar)] z-[5] border-line border-b bg-surface">
      <div className="flex h-11 items-center pr-4 pl-6 max-md:h-auto max-md:px-4 max-md:pt-3">
        <Segmented
          label="Cases shown"
          value={shown}
          onChange={(show) => set({ show })}
          className="max-md:w-full max-md:[&>button]:px-1.5 max-md:[&>button]:text-12"
          options={choices.map((value) => ({
            value,
            label: (
              <>
                {shownWords[value]}
                <span className="font-normal tabular-nums">{counts[value].toLocaleString("en-US")}</span>
              </>
            ),
          }))}
        />
      </div>
      <search className="flex items-center gap-2 pr-4 pb-2 pl-6 max-md:flex-wrap max-md:px-4 max-md:py-2">
        <FilterSearch
          label="Find in cases"
          placeholder="Find"
          value={state.q}
          className="w-auto min-w-0 flex-1 max-md:flex-[1_0_100%]"
          onSearch={(words, wait) => set({ q: words }, wait)}
        />
        {tags.length > 0 ? (
          <Select
            size="sm"
            aria-label="Tag"
            className="w-[92px] max-md:w-auto max-md:flex-1"
            value={state.tag ?? ""}
            onChange={(event) => set({ tag: event.target.value || null })}
            options={[{ value: "", label: "Any tag" }, ...tags.map((tag) => ({ value: tag, label: tag }))]}
          />
        ) : null}
        <span className="max-md:ml-auto">
          <MarkHeads chosen={state.dimension} onChoose={(dimension) => set({ dimension })} />
        </span>
      </search>
    </div>
  );
}

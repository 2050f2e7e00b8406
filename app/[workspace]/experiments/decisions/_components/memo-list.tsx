"use client";

import { usePages } from "@/app/[workspace]/_components/load-more";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { EmptyState } from "@/components/ui/empty-state";
import type { Page } from "@/lib/core/cursor";
import type { DecisionMemo } from "@/lib/experiments/memos/views";
import type { MemoFilters } from "../../_components/filters";
import { loadMoreMemos } from "../../actions";
import { Memo } from "./memo";

type Props = { filters: MemoFilters; first: Page<DecisionMemo> };

/** The memos, the newest first. */
export function MemoList({ filters, first }: Props) {
  const workspace = useWorkspace();
  const { items, rest } = usePages({
    first,
    keyOf: ({ experiment }) => experiment.id,
    load: (cursor) => loadMoreMemos({ workspace, ...filters, cursor }),
  });
  const isFiltered = filters.prompt !== "" || filters.environment !== "" || filters.q !== "";
  if (items.length === 0)
    return isFiltered ? (
      <EmptyState plain title="No decision matches" />
    ) : (
      <EmptyState title="No decisions yet">
        When an experiment is concluded, its question, its verdict, what the choice costs, and who decided are kept
        here.
      </EmptyState>
    );
  return (
    <>
      <ol aria-label="Decisions, the newest first" className="border-line border-t">
        {items.map((memo) => (
          <Memo key={memo.experiment.id} memo={memo} />
        ))}
      </ol>
      {items.some(({ total }) => total && total.decisions > 1) ? (
        <p className="max-w-[72ch] px-6 pt-3 pb-6 text-12 text-fg-muted max-md:px-4">
          A total adds the measured effects of the versions that experiments released for one prompt, environment and
          metric, with a 95 % interval. It is a little too good, because versions are chosen for looking better.
        </p>
      ) : null}
      {rest}
    </>
  );
}

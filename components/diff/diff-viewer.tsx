"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "../ui/cn";
import { IconButton } from "../ui/icon-button";
import { DiffSectionView } from "./diff-section";
import type { DiffLayout, DiffSection } from "./types";
import { useChangeSteps } from "./use-change-steps";

export type DiffViewerProps = {
  label: string;
  sections: readonly DiffSection[];
  layout: DiffLayout;
  /** Above the lines, left: what is compared. */
  head?: ReactNode;
  /** Above the lines, right: the summary and the choice of a view. */
  headEnd?: ReactNode;
  /** In place of the lines when both sides are the same. */
  empty?: ReactNode;
};

/** A difference in sections. Text stays text: nothing in it is rendered, linked or run. */
export function DiffViewer({ label, sections, layout, head, headEnd, empty }: DiffViewerProps) {
  const { ref, next, previous } = useChangeSteps();
  const hasChanges = !empty && sections.some(({ rows }) => rows.some(({ kind }) => kind !== "same"));
  return (
    <section aria-label={label} className="min-w-0">
      <div className="flex min-h-12 flex-wrap items-center gap-x-1.5 gap-y-2 border-line border-b py-2 pr-6 pl-4 max-md:px-3">
        {head}
        <div className="ml-auto flex min-w-0 items-center gap-2 max-md:ml-0 max-md:w-full max-md:flex-wrap">
          {hasChanges ? (
            <span className="flex max-md:hidden">
              <IconButton
                size="sm"
                label="Next change"
                icon={<ArrowDown className="size-3.5" />}
                keys={["N"]}
                onClick={next}
              />
              <IconButton
                size="sm"
                label="Change before"
                icon={<ArrowUp className="size-3.5" />}
                keys={["P"]}
                onClick={previous}
              />
            </span>
          ) : null}
          {headEnd}
        </div>
      </div>
      {empty ?? (
        <div ref={ref} className={cn(layout === "split" && "overflow-x-auto")}>
          <div className={cn(layout === "split" && "min-w-[680px]")}>
            {sections.map((section) => (
              <DiffSectionView key={section.id} section={section} layout={layout} />
            ))}
          </div>
        </div>
      )}
    </section>
  );
}

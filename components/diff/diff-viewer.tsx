"use client";

import type { ReactNode } from "react";
import { DiffSectionView } from "./diff-section";
import { type DiffNotes, useLineKeys } from "./notes";
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
  /** Below the lines: what shows more of them. */
  foot?: ReactNode;
  /** Makes lines take remarks. */
  notes?: DiffNotes;
};

/** Side by side where there is no room for it: the lines scroll sideways, with the keys too. */
function Scroller({ isOn, label, children }: { isOn: boolean; label: string; children: ReactNode }) {
  if (!isOn) return children;
  return (
    <section aria-label={`${label}, side by side`} tabIndex={0} className="relative overflow-x-auto">
      <div className="min-w-[680px]">{children}</div>
    </section>
  );
}

/** A difference in sections. Text stays text: nothing in it is rendered, linked or run. */
export function DiffViewer({ label, sections, layout, head, headEnd, empty, foot, notes }: DiffViewerProps) {
  const ref = useChangeSteps();
  useLineKeys(ref, notes !== undefined);
  return (
    <section aria-label={label} className="min-w-0">
      <div className="flex min-h-12 items-center gap-x-1.5 gap-y-2 max-md:flex-wrap border-line border-b py-2 pr-6 pl-4 max-md:px-3">
        {head}
        <div className="ml-auto flex min-w-0 items-center gap-2 max-md:ml-0 max-md:w-full max-md:flex-wrap">
          {headEnd}
        </div>
      </div>
      {empty ?? (
        <div ref={ref}>
          <Scroller isOn={layout === "split"} label={label}>
            {sections.map((section) => (
              <DiffSectionView key={section.id} section={section} layout={layout} notes={notes ?? null} />
            ))}
          </Scroller>
          {foot}
        </div>
      )}
    </section>
  );
}

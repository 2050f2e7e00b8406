"use client";

import { type ReactNode, useCallback, useEffect, useRef } from "react";
import { useShortcut } from "../layout/use-shortcut";
import { DiffSectionView } from "./diff-section";
import { type DiffNotes, useLineKeys } from "./notes";
import type { DiffLayout, DiffSection } from "./types";

export type DiffViewerProps = {
  label: string;
  sections: readonly DiffSection[];
  layout: DiffLayout;
  /** Top left: what is compared. */
  head?: ReactNode;
  /** Top right: the summary and the choice of a layout. */
  headEnd?: ReactNode;
  /** Replaces the lines if both sides are equal. */
  empty?: ReactNode;
  /** Below the lines: loads more of them. */
  foot?: ReactNode;
  /** Enables comments on lines. */
  notes?: DiffNotes;
};

/** The split layout on a narrow screen: the lines scroll horizontally, also with the keyboard. */
function Scroller({ isOn, label, children }: { isOn: boolean; label: string; children: ReactNode }) {
  if (!isOn) return children;
  return (
    <section aria-label={`${label}, side by side`} tabIndex={0} className="relative overflow-x-auto">
      <div className="min-w-[680px]">{children}</div>
    </section>
  );
}

/** A diff in sections. Text is only displayed: never rendered, linked or run. */
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

/**
 * Navigation between changes: `n` goes to the next one, and `p` to the previous one while a change has the focus. The
 * focus moves too, so that reading continues from there.
 */
function useChangeSteps() {
  const ref = useRef<HTMLDivElement>(null);

  const step = useCallback((direction: 1 | -1) => {
    const changes = [...(ref.current?.querySelectorAll<HTMLElement>("[data-change]") ?? [])];
    const at = changes.indexOf(document.activeElement as HTMLElement);
    const first = direction === 1 ? 0 : changes.length - 1;
    const next = changes[at === -1 ? first : (at + direction + changes.length) % changes.length];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "center" });
  }, []);

  // Listens on the element, before the page's own shortcuts, where `p` may have another meaning.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isOnChange = event.target instanceof HTMLElement && event.target.dataset.change !== undefined;
      if (event.key !== "p" || !isOnChange || event.metaKey || event.ctrlKey || event.altKey) return;
      event.preventDefault();
      step(-1);
    };
    const element = ref.current;
    element?.addEventListener("keydown", onKeyDown);
    return () => element?.removeEventListener("keydown", onKeyDown);
  });

  useShortcut("n", () => step(1));
  return ref;
}

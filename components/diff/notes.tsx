"use client";

import { MessageSquarePlus, Plus } from "lucide-react";
import { type ReactNode, type RefObject, useEffect } from "react";
import type { DiffPlace } from "@/lib/registry/diff-lines";

/** Comments on lines: what is shown below a line, and what happens when a line is selected. */
export type DiffNotes = {
  onPoint: (place: DiffPlace) => void;
  under: (place: DiffPlace) => ReactNode;
  /** Whether the line has a comment, so that it is not folded. */
  has: (anchor: string, side: DiffPlace["side"], line: number) => boolean;
};

type LineNumberProps = { notes: DiffNotes; place: DiffPlace & { line: number }; title: string };

/** The number of a line of the section `title`. A click or a key adds a comment. */
export function LineNumber({ notes, place, title }: LineNumberProps) {
  const which = place.side === "before" ? "removed line" : "line";
  return (
    <button
      type="button"
      data-point=""
      tabIndex={-1}
      aria-label={`Comment on ${which} ${place.line} of ${title}`}
      onClick={() => notes.onPoint(place)}
      className="group relative flex min-h-6 select-none items-start justify-end pr-2 text-12 text-code-gutter leading-5 hover:text-accent focus-visible:-outline-offset-2 focus-visible:text-accent"
    >
      <Plus className="absolute top-[3px] left-1.5 size-3.5 opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100" />
      {place.line}
    </button>
  );
}

/** Comments on a whole section of the diff. */
export function SectionRemark({ notes, title, place }: { notes: DiffNotes; title: string; place: DiffPlace }) {
  return (
    <button
      type="button"
      aria-label={`Comment on ${title}`}
      onClick={() => notes.onPoint(place)}
      className="ml-auto inline-grid size-6 place-items-center rounded-sm text-fg-subtle hover:bg-surface-hover hover:text-fg max-md:size-10"
    >
      <MessageSquarePlus className="size-3.5" />
    </button>
  );
}

/**
 * Keyboard control of lines: Tab reaches one of them, and the arrow keys move between lines. C on a change that `n`
 * selected adds a comment to its last line.
 */
export function useLineKeys(ref: RefObject<HTMLElement | null>, isOn: boolean): void {
  useEffect(() => {
    const element = ref.current;
    if (!element || !isOn) return;
    const buttons = () =>
      [...element.querySelectorAll<HTMLElement>("[data-point]")].filter((button) => button.offsetParent !== null);
    const first = buttons()[0];
    if (first && !buttons().some((button) => button.tabIndex === 0)) first.tabIndex = 0;
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.target instanceof HTMLElement) || event.metaKey || event.ctrlKey || event.altKey) return;
      const { target } = event;
      if (event.key === "c" && target.dataset.change !== undefined) {
        event.preventDefault();
        event.stopPropagation();
        [...target.querySelectorAll<HTMLElement>("[data-point]")].at(-1)?.click();
      }
      const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      if (step === 0 || target.dataset.point === undefined) return;
      event.preventDefault();
      const all = buttons();
      const next = all[all.indexOf(target) + step];
      if (!next) return;
      for (const button of all) button.tabIndex = button === next ? 0 : -1;
      next.focus();
    };
    element.addEventListener("keydown", onKeyDown);
    return () => element.removeEventListener("keydown", onKeyDown);
  });
}

"use client";

import { UnfoldVertical } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useId, useRef, useState } from "react";
import type { DiffPlace, DiffRow, DiffSection } from "@/lib/registry/diff-lines";
import { useShortcut } from "../layout/use-shortcut";
import type { DiffLayout } from "./diff-row";
import { DiffRowView } from "./diff-row";
import { changeStarts, foldRows } from "./fold";
import { type DiffNotes, SectionRemark, useLineKeys } from "./notes";

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

/** A named section of the diff: its header, then its lines. Long unchanged runs are folded. */
function DiffSectionView({
  section,
  layout,
  notes = null,
}: {
  section: DiffSection;
  layout: DiffLayout;
  notes?: DiffNotes | null;
}) {
  const id = useId();
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const starts = changeStarts(section.rows);
  const { counts, note, anchor } = section;
  const whole: DiffPlace | null =
    anchor?.after !== undefined
      ? { anchor: anchor.after, side: "after", line: null }
      : anchor?.before !== undefined
        ? { anchor: anchor.before, side: "before", line: null }
        : null;
  const hasRemark = ({ before, after }: DiffRow) =>
    notes !== null &&
    ((anchor?.after !== undefined && Boolean(after?.n) && notes.has(anchor.after, "after", after?.n ?? 0)) ||
      (anchor?.before !== undefined && Boolean(before?.n) && notes.has(anchor.before, "before", before?.n ?? 0)));
  return (
    <section aria-labelledby={id}>
      <div className="flex min-h-[34px] items-center gap-x-2 border-line border-b bg-surface-sunken px-6 py-1.5 text-13 max-md:px-4">
        <h3 id={id} className="flex min-w-0 flex-wrap items-center gap-x-2">
          {section.title}
          {counts?.added ? (
            <span className="font-normal text-positive tabular-nums">
              +{counts.added}
              <span className="sr-only"> {counts.added === 1 ? "line" : "lines"} added</span>
            </span>
          ) : null}
          {counts?.removed ? (
            <span className="font-normal text-negative tabular-nums">
              −{counts.removed}
              <span className="sr-only"> {counts.removed === 1 ? "line" : "lines"} removed</span>
            </span>
          ) : null}
          {note ? <span className="font-normal text-fg-muted">{note}</span> : null}
        </h3>
        {notes && whole ? <SectionRemark notes={notes} title={section.title} place={whole} /> : null}
      </div>
      {notes && whole ? notes.under(whole) : null}
      {section.rows.length > 0 ? (
        <ol className="border-line border-b font-mono text-[12.5px] leading-5">
          {foldRows(section.rows, hasRemark).map((block) =>
            block.kind === "fold" && !opened.has(block.at) ? (
              <li key={`fold ${block.at}`}>
                <button
                  type="button"
                  onClick={() => setOpened(new Set([...opened, block.at]))}
                  className="flex h-7 w-full items-center gap-2 bg-surface-sunken pl-11 font-sans text-12 text-fg-muted hover:text-fg focus-visible:-outline-offset-2 max-md:h-10 max-md:pl-4"
                >
                  <UnfoldVertical className="size-3.5" />
                  {`${block.rows.length} lines without change`}
                </button>
              </li>
            ) : (
              block.rows.map((row, index) => {
                const at = block.at + index;
                return (
                  <DiffRowView
                    key={at}
                    row={row}
                    layout={layout}
                    isStart={starts.has(at)}
                    anchor={anchor}
                    title={section.title}
                    notes={notes}
                  />
                );
              })
            ),
          )}
        </ol>
      ) : null}
    </section>
  );
}

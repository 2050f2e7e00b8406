"use client";

import { UnfoldVertical } from "lucide-react";
import { useId, useState } from "react";
import { DiffRowView } from "./diff-row";
import { changeStarts, foldRows } from "./fold";
import { type DiffNotes, SectionRemark } from "./notes";
import type { DiffLayout, DiffPlace, DiffRow, DiffSection } from "./types";

/** A named section of the diff: its header, then its lines. Long unchanged runs are folded. */
export function DiffSectionView({
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
                  <UnfoldVertical aria-hidden="true" className="size-3.5" />
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

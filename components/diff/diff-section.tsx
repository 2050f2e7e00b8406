"use client";

import { UnfoldVertical } from "lucide-react";
import { useId, useState } from "react";
import { DiffRowView } from "./diff-row";
import { changeStarts, foldRows } from "./fold";
import type { DiffLayout, DiffSection } from "./types";

/** A named part of the difference: its head, then its lines with long runs without change folded. */
export function DiffSectionView({ section, layout }: { section: DiffSection; layout: DiffLayout }) {
  const id = useId();
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const starts = changeStarts(section.rows);
  const { counts, note } = section;
  return (
    <section aria-labelledby={id}>
      <h3
        id={id}
        className="flex min-h-[34px] flex-wrap items-center gap-x-2 border-line border-b bg-surface-sunken px-4 py-1.5 text-13"
      >
        {section.title}
        {counts?.added ? (
          <span className="font-normal text-positive tabular-nums">
            +{counts.added}
            <span className="sr-only"> lines added</span>
          </span>
        ) : null}
        {counts?.removed ? (
          <span className="font-normal text-negative tabular-nums">
            −{counts.removed}
            <span className="sr-only"> lines removed</span>
          </span>
        ) : null}
        {note ? <span className="font-normal text-fg-muted">{note}</span> : null}
      </h3>
      {section.rows.length > 0 ? (
        <ol className="border-line border-b font-mono text-[12.5px] leading-5">
          {foldRows(section.rows).map((block) =>
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
                return <DiffRowView key={at} row={row} layout={layout} isStart={starts.has(at)} />;
              })
            ),
          )}
        </ol>
      ) : null}
    </section>
  );
}

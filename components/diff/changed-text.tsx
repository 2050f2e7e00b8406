import type { DiffLine, DiffRow } from "@/lib/registry/diff-lines";
import { inOrder } from "../editor/in-order";
import { cn } from "../ui/cn";
import { LineText } from "./line-text";

type SideLabels = { before: string; after: string };

/** The old or the new text of a line, with the changed words marked. */
function MarkedLine({ line, side, labels }: { line: DiffLine; side: "before" | "after"; labels: SideLabels }) {
  const isBefore = side === "before";
  return (
    <p className={`grid grid-cols-[18px_minmax(0,1fr)] px-2 py-0.5 ${isBefore ? "bg-diff-del" : "bg-diff-add"}`}>
      <span aria-hidden="true" className={isBefore ? "text-diff-del-mark" : "text-diff-add-mark"}>
        {isBefore ? "−" : "+"}
      </span>
      <span className="whitespace-pre-wrap [overflow-wrap:anywhere]">
        <span className="sr-only">{`${labels[side]}: `}</span>
        <LineText line={line} side={side} />
      </span>
    </p>
  );
}

type Props = {
  rows: readonly DiffRow[];
  /** The names of the sides for screen readers. */
  labels: SideLabels;
  className?: string;
};

/** The old and the new text of a short field, line by line, with the changed words marked. */
export function ChangedText({ rows, labels, className }: Props) {
  return (
    <div className={cn("overflow-hidden rounded-md", className)}>
      {inOrder(rows).map(({ key, item: { kind, before, after } }) =>
        kind === "same" && after ? (
          <p key={key} className="py-0.5 pr-2 pl-[26px] text-fg-muted [overflow-wrap:anywhere]">
            {after.text}
          </p>
        ) : (
          <div key={key}>
            {before ? <MarkedLine line={before} side="before" labels={labels} /> : null}
            {after ? <MarkedLine line={after} side="after" labels={labels} /> : null}
          </div>
        ),
      )}
    </div>
  );
}

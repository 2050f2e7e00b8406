import type { DiffLine, DiffRow, DiffSection } from "@/lib/registry/diff-lines";
import { cn } from "../ui/cn";
import { LineText } from "./line-text";
import { type DiffNotes, LineNumber } from "./notes";

type Look = "same" | "void" | "del" | "add";

const looks: Record<Look, { line: string; mark: string; sign: string; word: string }> = {
  same: { line: "", mark: "", sign: "", word: "" },
  void: { line: "bg-diff-void", mark: "", sign: "", word: "" },
  del: { line: "bg-diff-del", mark: "text-diff-del-mark", sign: "−", word: "Removed: " },
  add: { line: "bg-diff-add", mark: "text-diff-add-mark", sign: "+", word: "Added: " },
};

/** Where an unchanged side is hidden when both sides are stacked. */
/** `auto`: split, or unified if there is no space. */
export type DiffLayout = "auto" | "split" | "unified";

const hiddenIn: Record<DiffLayout, string> = { auto: "max-md:hidden", split: "", unified: "hidden" };
const columns: Record<DiffLayout, string> = {
  auto: "grid-cols-2 max-md:grid-cols-1",
  split: "grid-cols-2",
  unified: "grid-cols-1",
};
const divider: Record<DiffLayout, string> = { auto: "md:border-l", split: "border-l", unified: "" };

function Side({
  line,
  side,
  look,
  anchor,
  title,
  notes,
}: {
  line: DiffLine | undefined;
  side: "before" | "after";
  look: Look;
  /** The name of the text. Without it, comments are not possible here. */
  anchor: string | undefined;
  title: string;
  notes: DiffNotes | null;
}) {
  const { line: tint, mark, sign, word } = looks[look];
  return (
    <div className={cn("grid grid-cols-[40px_18px_minmax(0,1fr)] max-md:grid-cols-[34px_16px_minmax(0,1fr)]", tint)}>
      {notes && anchor !== undefined && line?.n ? (
        <LineNumber notes={notes} place={{ anchor, side, line: line.n }} title={title} />
      ) : (
        <span aria-hidden="true" className="select-none pr-2 text-right text-12 text-code-gutter leading-5">
          {line?.n}
        </span>
      )}
      <span aria-hidden="true" className={cn("select-none font-semibold", mark)}>
        {sign}
      </span>
      <div className="min-h-5 whitespace-pre-wrap pr-3.5 [overflow-wrap:anywhere]">
        {line && word ? <span className="sr-only">{word}</span> : null}
        {line ? <LineText line={line} side={side} /> : null}
      </div>
    </div>
  );
}

type DiffRowProps = {
  row: DiffRow;
  layout: DiffLayout;
  isStart: boolean;
  anchor: DiffSection["anchor"];
  /** The title of its section. */
  title: string;
  notes: DiffNotes | null;
};

/** One row of a diff: both sides next to each other, or stacked if there is no space. */
export function DiffRowView({ row, layout, isStart, anchor, title, notes }: DiffRowProps) {
  const isSame = row.kind === "same";
  const before = isSame ? undefined : anchor?.before;
  const under = (anchored: string | undefined, side: "before" | "after", line: DiffLine | undefined) =>
    notes && anchored !== undefined && line?.n ? notes.under({ anchor: anchored, side, line: line.n }) : null;
  return (
    <li
      data-change={isStart || undefined}
      tabIndex={isStart ? -1 : undefined}
      className="scroll-mt-40 outline-none focus:shadow-[inset_2px_0_0_var(--focus)]"
    >
      <div className={cn("grid", columns[layout])}>
        <div aria-hidden={isSame || undefined} className={cn("grid", (isSame || !row.before) && hiddenIn[layout])}>
          <Side
            line={row.before}
            side="before"
            look={isSame ? "same" : row.before ? "del" : "void"}
            anchor={before}
            title={title}
            notes={notes}
          />
        </div>
        <div className={cn("grid", divider[layout], !row.after && hiddenIn[layout])}>
          <Side
            line={row.after}
            side="after"
            look={isSame ? "same" : row.after ? "add" : "void"}
            anchor={anchor?.after}
            title={title}
            notes={notes}
          />
        </div>
      </div>
      {under(before, "before", row.before)}
      {under(anchor?.after, "after", row.after)}
    </li>
  );
}

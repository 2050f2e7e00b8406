import { Maximize2 } from "lucide-react";
import type { MouseEvent } from "react";
import { cn } from "@/components/ui/cn";
import { MaskIcon } from "@/components/ui/mask-icon";
import { Tag } from "@/components/ui/tag";
import { type Block, type GridPosition, isInBlock } from "@/lib/editing/cases/block";
import type { CaseSheet } from "@/lib/editing/cases/case-sheet";
import { cellText, isJsonCell } from "@/lib/editing/cases/cell-text";
import type { GridColumn } from "@/lib/editing/cases/columns";
import { isUnsavedCell } from "@/lib/editing/cases/unsaved-cell";
import { describeCheck } from "@/lib/evaluation/scorers/checks";
import type { CaseView } from "@/lib/evaluation/suites/views";
import { caseTitle } from "@/lib/registry/gate/case-title";

export const rowHeight = 46;
export const headHeight = 30;
export const leadWidth = 68;

/** The style of cells in the two columns that are sticky when the grid scrolls horizontally. */
export const stickyCell =
  "sticky z-2 bg-surface group-hover/row:bg-surface-hover group-aria-selected/row:bg-surface-selected";

const cell = "h-[46px] select-none overflow-hidden border-line border-b p-0 align-middle text-13";

export type GridRowProps = {
  sheet: CaseSheet;
  row: number;
  /** Null: not loaded yet. */
  one: CaseView | null;
  /** The empty row at the end, for a new case. */
  isNew: boolean;
  columns: readonly GridColumn[];
  active: GridPosition;
  block: Block | null;
  isChosen: boolean;
  isReadOnly: boolean;
  cellId: (place: GridPosition) => string;
  onPress: (place: GridPosition, event: MouseEvent) => void;
  onDrag: (place: GridPosition) => void;
  onEdit: (place: GridPosition) => void;
  onOpen: (one: CaseView) => void;
  onChoose: (row: number, isRange: boolean) => void;
};

/** One case of the grid. */
export function GridRow(props: GridRowProps) {
  const { sheet, row, one, isNew, columns, isChosen, isReadOnly, onOpen, onChoose } = props;
  const title = one ? caseTitle(one) : "";
  return (
    <tr
      aria-rowindex={row + 2}
      aria-selected={isNew || isReadOnly ? undefined : isChosen}
      className="group/row hover:bg-surface-hover aria-selected:bg-surface-selected"
    >
      <td aria-colindex={1} className={cn(cell, stickyCell, "left-0 pl-5")}>
        <div className="flex items-center">
          {one && !isReadOnly ? (
            <label className="grid size-6 place-items-center">
              <span className="sr-only">Select the case {title}</span>
              <input
                type="checkbox"
                tabIndex={-1}
                checked={isChosen}
                onChange={() => undefined}
                onClick={(event) => onChoose(row, event.shiftKey)}
                className={cn(
                  "grid size-4 appearance-none place-items-center rounded-sm border border-line-control bg-surface after:-mt-0.5 after:hidden after:h-1 after:w-2 after:-rotate-45 after:border-on-ink after:border-b-2 after:border-l-2 after:content-[''] checked:border-ink checked:bg-ink checked:after:block",
                )}
              />
            </label>
          ) : null}
          {one ? (
            <button
              type="button"
              tabIndex={-1}
              aria-label={`Open the case ${title}`}
              title="Open the case"
              onClick={() => onOpen(one)}
              className="grid size-6 place-items-center rounded-sm text-fg-subtle opacity-0 hover:bg-surface-active hover:text-fg focus-visible:opacity-100 group-hover/row:opacity-100"
            >
              <Maximize2 className="size-3.5" />
            </button>
          ) : null}
        </div>
      </td>
      {columns.map((column, index) => (
        <GridCell key={column.id} {...props} sheet={sheet} column={column} index={index} />
      ))}
    </tr>
  );
}

function GridCell(props: GridRowProps & { column: GridColumn; index: number }) {
  const { sheet, row, one, isNew, column, index, active, block, isReadOnly, cellId, onPress, onDrag, onEdit } = props;
  const place = { row, column: index };
  const isActive = active.row === row && active.column === index;
  const draft = one ? sheet.drafts.get(one.key, column.id) : undefined;
  const failed = one && index === 0 ? sheet.failed.get(one.key) : undefined;
  const Cell = index === 0 ? "th" : "td";
  return (
    <Cell
      id={cellId(place)}
      {...(index === 0 ? { scope: "row" } : {})}
      aria-colindex={index + 2}
      aria-readonly={isReadOnly || undefined}
      aria-invalid={draft || failed ? true : undefined}
      aria-busy={!one && !isNew ? true : undefined}
      tabIndex={isActive ? 0 : -1}
      onMouseDown={(event) => onPress(place, event)}
      onMouseEnter={(event) => event.buttons === 1 && onDrag(place)}
      onDoubleClick={() => onEdit(place)}
      className={cn(
        cell,
        "cursor-default border-l px-2 text-left font-normal outline-none",
        index === 0 && cn(stickyCell, "border-l-0 pl-1"),
        block && isInBlock(block, row, index) && "bg-surface-selected group-hover/row:bg-surface-selected",
        (draft || failed) && "bg-negative-soft text-negative group-hover/row:bg-negative-soft",
        isActive && "shadow-[inset_0_0_0_2px_var(--border-control)] focus:shadow-[inset_0_0_0_2px_var(--focus)]",
      )}
      style={index === 0 ? { left: leadWidth } : undefined}
    >
      <div className="flex max-h-[45px] items-center overflow-hidden">
        {draft || failed ? <MaskIcon name="circle-exclamation-point" className="mr-1.5 size-3.5" /> : null}
        {one ? (
          <CellContent one={one} column={column} draft={draft?.text} />
        ) : isNew ? (
          index === 0 ? (
            <span className="text-fg-subtle">New case</span>
          ) : null
        ) : (
          <span className="h-2.5 w-3/5 rounded-sm bg-surface-hover" />
        )}
        {one && !draft && !failed && isUnsavedCell(sheet, one, column) ? (
          <span title="Not saved yet" className="unsaved-mark">
            <span className="sr-only">Not saved yet</span>
          </span>
        ) : null}
      </div>
    </Cell>
  );
}

// A cell shows two lines, so long texts are cut.
const shown = (text: string) => (text.length > 400 ? `${text.slice(0, 400)}…` : text);

/** The content of a cell. `draft`: the text that could not be parsed. */
function CellContent({ one, column, draft }: { one: CaseView; column: GridColumn; draft: string | undefined }) {
  if (draft === undefined && column.kind === "tags" && one.tags.length > 0)
    return (
      <span className="flex max-h-full flex-wrap gap-x-1 gap-y-0.5 overflow-hidden">
        {one.tags.map((tag) => (
          <Tag key={tag} className="h-[18px] max-w-full overflow-hidden px-1">
            <span className="truncate">{tag}</span>
          </Tag>
        ))}
      </span>
    );
  if (draft === undefined && column.kind === "checks" && one.checks.length > 0) {
    const [first, second, ...more] = one.checks.map(describeCheck);
    return (
      <span className="block overflow-hidden">
        <span className="block truncate">{first}</span>
        <span className="block truncate">{more.length > 0 ? `and ${more.length + 1} more checks` : second}</span>
      </span>
    );
  }
  if (draft === undefined && column.kind === "turns") {
    const turns = Object.values(one.placeholders).reduce((sum, list) => sum + list.length, 0);
    return turns > 0 ? <span>{`${turns} ${turns === 1 ? "turn" : "turns"}`}</span> : null;
  }
  if (draft === undefined && column.kind === "name" && one.name === "")
    return <span className="line-clamp-2 text-fg-subtle [overflow-wrap:anywhere]">{caseTitle(one)}</span>;
  const text = draft ?? cellText(one, column);
  const isCode = isJsonCell(one, column);
  const isNumber = typeof one.variables[column.variable] === "number";
  return (
    <span
      className={cn(
        "line-clamp-2 w-full whitespace-pre-wrap [overflow-wrap:anywhere]",
        isCode && "font-mono text-12",
        isNumber && "text-right tabular-nums",
        column.kind === "name" && "font-medium",
      )}
    >
      {shown(isCode && column.kind === "expected" ? JSON.stringify(one.expected) : text)}
    </span>
  );
}

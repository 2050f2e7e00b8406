"use client";

import { Fragment, type MouseEvent, useEffect, useId, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { cn } from "@/components/ui/cn";
import { TypedAhead } from "@/components/ui/typed-ahead";
import { type Block, blockOf, type GridPosition } from "@/lib/editing/cases/block";
import type { CaseSheet } from "@/lib/editing/cases/case-sheet";
import { cellText, isJsonCell } from "@/lib/editing/cases/cell-text";
import type { GridColumn } from "@/lib/editing/cases/columns";
import { emptyCase } from "@/lib/editing/cases/sheet-changes";
import type { CaseView } from "@/lib/evaluation/suites/views";
import { GridFoot } from "./grid-foot";
import { GridRow, leadWidth, rowHeight, stickyCell } from "./grid-row";
import { cellEdits, useGridActs } from "./use-grid-acts";
import { useGridKeys } from "./use-grid-keys";
import { useRowWindow } from "./use-row-window";
import { useTopOf } from "./use-top-of";

export type CaseGridProps = {
  sheet: CaseSheet;
  columns: readonly GridColumn[];
  isReadOnly: boolean;
  /** A filter hides cases, so new ones cannot be added in the grid. */
  isFiltered: boolean;
  onOpen: (one: CaseView) => void;
};

/** The cell being edited. `text` is the initial text. */
export type Editing = GridPosition & { text: string };

/** The cases as an editable table. Rows are rendered when scrolled into view, and loaded when rendered. */
export function CaseGrid({ sheet, columns, isReadOnly, isFiltered, onOpen }: CaseGridProps) {
  useSyncExternalStore(sheet.subscribe, sheet.getVersion, sheet.getVersion);
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const top = useTopOf(scroller);
  const [active, setActive] = useState<GridPosition>({ row: 0, column: 0 });
  const [corner, setCorner] = useState<GridPosition | null>(null);
  const [editing, setEditing] = useState<Editing | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const wantsFocus = useRef(false);
  const hasNewRow = !isReadOnly && !isFiltered;
  const rowCount = sheet.rows.total + (hasNewRow ? 1 : 0);
  const cellId = ({ row, column }: GridPosition) => `${id}-${row}-${column}`;
  const block: Block | null = corner ? blockOf(active, corner) : null;

  const { rows, after, show } = useRowWindow(scroller, rowCount, active.row);
  const lastRow = rows.findLast(({ row }) => row < sheet.rows.total)?.row ?? 0;
  useEffect(() => {
    if (lastRow >= sheet.rows.loaded - 20) void sheet.load(lastRow + 20);
  });

  /** Moves to a cell. `isRange` keeps the other corner of the selection. */
  const go = (place: GridPosition, isRange = false) => {
    wantsFocus.current = true;
    if (!isRange) setActive(place);
    setCorner(isRange ? place : null);
    show(place.row);
  };
  useEffect(() => {
    if (!wantsFocus.current || editing) return;
    wantsFocus.current = false;
    const cell = document.getElementById(cellId(active));
    cell?.focus({ preventScroll: true });
    (corner ? document.getElementById(cellId(corner)) : cell)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  const edit = (place: GridPosition, typed?: string) => {
    const column = columns[place.column];
    const one = sheet.at(place.row);
    if (!column || (!one && place.row < sheet.rows.total)) return;
    if (isReadOnly || column.kind === "turns" || column.kind === "checks") return one ? onOpen(one) : undefined;
    const draft = one ? sheet.drafts.get(one.key, column.id)?.text : undefined;
    setActive(place);
    setCorner(null);
    cellEdits.need(() => setEditing(null));
    setEditing({ ...place, text: typed ?? draft ?? (one ? cellText(one, column) : "") });
  };
  const edits = cellEdits.use();
  useEffect(cellEdits.ask, []);
  const acts = useGridActs({ sheet, columns, active, block, chosen, setChosen, go, hasNewRow });
  const onKeyDown = useGridKeys({
    active,
    corner,
    rowCount,
    columns,
    isReadOnly,
    go,
    edit,
    acts,
    chosen,
    page: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2),
    onOpen: () => {
      const one = sheet.at(active.row);
      if (one) onOpen(one);
    },
  });
  const onPress = (place: GridPosition, event: MouseEvent) => {
    if (event.button !== 0) return;
    if (event.shiftKey) event.preventDefault();
    go(place, event.shiftKey);
  };

  const atEdit = editing ? sheet.at(editing.row) : null;
  const editColumn = editing ? columns[editing.column] : undefined;
  const anchor = editing && typeof document !== "undefined" ? document.getElementById(cellId(editing)) : null;
  const over = useMemo(() => atEdit ?? emptyCase(""), [atEdit]);

  return (
    <>
      <div
        ref={scroller}
        className="min-h-[280px] overflow-auto overscroll-contain border-line border-t [scroll-padding:32px_24px_24px_256px] max-md:hidden"
        style={{ maxHeight: `max(320px, calc(100dvh - ${top === null ? "var(--topbar) - 96px" : `${top}px`} - 37px))` }}
      >
        <table
          {...gridProps(isReadOnly)}
          aria-label="Cases"
          aria-rowcount={rowCount + 1}
          aria-colcount={columns.length + 1}
          className="w-full table-fixed border-separate border-spacing-0"
          style={{ minWidth: leadWidth + columns.reduce((sum, { width }) => sum + width, 0) }}
          onKeyDown={onKeyDown}
          onCopy={acts.onCopy}
          onCut={isReadOnly ? undefined : acts.onCut}
          onPaste={isReadOnly ? undefined : acts.onPaste}
        >
          <colgroup>
            <col style={{ width: leadWidth }} />
            {columns.map(({ id: key, width, share }) => (
              <col key={key} style={share === 0 ? { width } : undefined} />
            ))}
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col" aria-colindex={1} className={cn(head, stickyCell, "left-0 z-4")}>
                <span className="sr-only">Select and open</span>
              </th>
              {columns.map((column, index) => (
                <th
                  key={column.id}
                  scope="col"
                  aria-colindex={index + 2}
                  className={cn(
                    head,
                    "truncate border-l px-2",
                    column.kind === "variable" && "font-mono text-12",
                    index === 0 && cn(stickyCell, "z-4 border-l-0 pl-1"),
                  )}
                  style={index === 0 ? { left: leadWidth } : undefined}
                >
                  {column.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, gap }) => {
              const one = sheet.at(row);
              return (
                <Fragment key={row}>
                  <Spacer rows={gap} />
                  <GridRow
                    sheet={sheet}
                    row={row}
                    one={one}
                    columns={columns}
                    active={active}
                    block={block}
                    isReadOnly={isReadOnly}
                    cellId={cellId}
                    onPress={onPress}
                    onOpen={onOpen}
                    isNew={row >= sheet.rows.total}
                    isChosen={one !== null && chosen.has(one.key)}
                    onDrag={(place) => go(place, true)}
                    onEdit={(place) => edit(place)}
                    onChoose={acts.choose}
                  />
                </Fragment>
              );
            })}
            <Spacer rows={after} />
          </tbody>
        </table>
      </div>
      <GridFoot
        sheet={sheet}
        columns={columns}
        active={active}
        chosen={chosen}
        isReadOnly={isReadOnly}
        acts={acts}
        go={go}
      />
      {editing && !edits ? <TypedAhead /> : null}
      {editing && editColumn && anchor && edits ? (
        <edits.CellEditor
          key={`${editing.row} ${editColumn.id}`}
          label={`${editColumn.label}, row ${editing.row + 1}`}
          text={editing.text}
          anchor={anchor}
          isCode={isJsonCell(over, editColumn) || editColumn.type === "array" || editColumn.type === "object"}
          isRoomy={editColumn.share > 0}
          check={(text) => {
            const read = edits.readCell(over, editColumn, text);
            return read.ok ? null : read.message;
          }}
          onCommit={(text, after) => {
            setEditing(null);
            const move = { down: [1, 0], up: [-1, 0], next: [0, 1], before: [0, -1], stay: [0, 0] }[after];
            const added = acts.write(edits, editing, text) && editing.row >= sheet.rows.total ? 1 : 0;
            if (after === "stay") return;
            go({
              row: Math.min(editing.row + (move[0] ?? 0), rowCount - 1 + added),
              column: Math.min(Math.max(0, editing.column + (move[1] ?? 0)), columns.length - 1),
            });
          }}
          onCancel={() => {
            setEditing(null);
            if (atEdit) sheet.keepDraft(atEdit.key, editColumn.id, null);
            wantsFocus.current = true;
          }}
        />
      ) : null}
    </>
  );
}

// An editable table has the roles grid and gridcell, as in the example of the ARIA pattern.
const gridProps = (isReadOnly: boolean) => ({
  role: "grid",
  "aria-multiselectable": true,
  "aria-readonly": isReadOnly,
});
const unseen = { "aria-hidden": true } as const;
const head =
  "sticky top-0 z-3 h-[30px] whitespace-nowrap border-line border-b bg-surface text-left font-normal text-12 text-fg-muted";

/** Takes the space of rows that are not rendered. */
function Spacer({ rows }: { rows: number }) {
  return rows > 0 ? (
    <tr {...unseen}>
      <td style={{ height: rows * rowHeight, padding: 0 }} />
    </tr>
  ) : null;
}

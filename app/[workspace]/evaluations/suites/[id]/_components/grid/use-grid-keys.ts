import type { KeyboardEvent } from "react";
import { type GridPosition, moved } from "@/lib/editing/cases/block";
import type { GridColumn } from "@/lib/editing/cases/columns";
import type { GridActs } from "./use-grid-acts";

type Grid = {
  active: GridPosition;
  /** The other corner of the selection. */
  corner: GridPosition | null;
  rowCount: number;
  columns: readonly GridColumn[];
  isReadOnly: boolean;
  chosen: ReadonlySet<string>;
  go: (place: GridPosition, isRange?: boolean) => void;
  edit: (place: GridPosition, typed?: string) => void;
  acts: GridActs;
  page: () => number;
  onOpen: () => void;
};

/** The keys of the grid, as in spreadsheets and the ARIA grid pattern. Tab leaves the grid at the end of a row. */
export function useGridKeys(grid: Grid): (event: KeyboardEvent) => void {
  const { active, corner, rowCount, columns, isReadOnly, chosen, go, edit, acts } = grid;
  return (event) => {
    const isInCell = event.target instanceof HTMLElement && event.target.closest("button, input, textarea") === null;
    if (!isInCell || event.nativeEvent.isComposing) return;
    const act = keyAct(event);
    if (act) {
      event.preventDefault();
      act();
    }
  };

  function keyAct(event: KeyboardEvent): (() => void) | null {
    const { key, shiftKey, altKey } = event;
    const mod = event.ctrlKey || event.metaKey;
    const place = moved(shiftKey && corner ? corner : active, key, mod, {
      rows: rowCount,
      columns: columns.length,
      page: grid.page(),
    });
    if (place && !altKey) return () => go(place, shiftKey);
    if (key === "Tab" && !mod) return tab(shiftKey ? -1 : 1);
    if (mod && key === "Enter") return grid.onOpen;
    if (key === "Enter" || key === "F2") return () => edit(active);
    if (key === "Escape") return corner || chosen.size > 0 ? acts.clearSelection : null;
    if (mod && key.toLowerCase() === "a") return acts.selectAll;
    if (isReadOnly) return null;
    if (mod && key.toLowerCase() === "z") return () => void acts.step(shiftKey ? "redo" : "undo");
    if (event.ctrlKey && key.toLowerCase() === "y") return () => void acts.step("redo");
    if (mod && (key === "Backspace" || key === "Delete")) return () => void acts.remove();
    if (key === "Delete" || key === "Backspace") return () => void acts.clear();
    if (key === " " && !mod) return () => acts.choose(active.row, shiftKey);
    if (key.length === 1 && !mod && !altKey) return () => edit(active, key);
    return null;
  }

  function tab(step: 1 | -1): (() => void) | null {
    const column = active.column + step;
    return column >= 0 && column < columns.length ? () => go({ row: active.row, column }) : null;
  }
}

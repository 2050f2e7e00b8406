import type { ClipboardEvent } from "react";
import { lateCode } from "@/components/ui/late-code";
import { toast } from "@/components/ui/toast";
import { type Block, type GridPosition, readBlock, writeBlock } from "@/lib/editing/cases/block";
import type { CaseSheet } from "@/lib/editing/cases/case-sheet";
import { type CasePatch, cellText, joined } from "@/lib/editing/cases/cell-text";
import type { Step } from "@/lib/editing/cases/change-history";
import type { GridColumn } from "@/lib/editing/cases/columns";

type Grid = {
  sheet: CaseSheet;
  columns: readonly GridColumn[];
  active: GridPosition;
  block: Block | null;
  chosen: ReadonlySet<string>;
  setChosen: (chosen: ReadonlySet<string>) => void;
  go: (place: GridPosition, isRange?: boolean) => void;
  hasNewRow: boolean;
};

export type GridActs = ReturnType<typeof useGridActs>;

/** What reads typed and pasted texts. It loads after the page. */
const loadEdits = async () => {
  const [{ CellEditor }, { readCell }, { planPaste }] = await Promise.all([
    import("./cell-editor"),
    import("@/lib/editing/cases/read-cell"),
    import("@/lib/editing/cases/paste"),
  ]);
  return { CellEditor, readCell, planPaste };
};
type CellEdits = Awaited<ReturnType<typeof loadEdits>>;
export const cellEdits = lateCode(loadEdits);

/** Runs with the code that reads texts. */
const withEdits = async (run: (edits: CellEdits) => void) => {
  const edits = await loadEdits().catch(() => null);
  if (edits) run(edits);
  else say("Nothing was changed.", "The connection is lost. Try again.");
};

const say = (title: string, detail?: string) => toast({ tone: "failed", title, ...(detail && { detail }) });

/** The actions on the cells and rows of the grid. */
export function useGridActs({ sheet, columns, active, block, chosen, setChosen, go, hasNewRow }: Grid) {
  const { rows } = sheet;
  const area: Block = block ?? { top: active.row, bottom: active.row, left: active.column, right: active.column };

  /** Writes a text into a cell, or creates a case with it. Returns true for a new case. */
  const write = ({ planPaste, readCell }: CellEdits, { row, column: index }: GridPosition, text: string): boolean => {
    const column = columns[index];
    if (!column) return false;
    const one = sheet.at(row);
    if (!one) {
      if (row < rows.total || text.trim() === "") return false;
      const plan = planPaste(sheet, columns, { row, column: index }, [[text]]);
      if (!plan.ok) {
        const [key = ""] = sheet.edit([], [{}]);
        sheet.keepDraft(key, column.id, { text, message: plan.message });
        return true;
      }
      sheet.edit([], plan.added);
      return true;
    }
    const before = sheet.drafts.get(one.key, column.id);
    if (!before && text === cellText(one, column)) return false;
    const read = readCell(one, column, text);
    sheet.keepDraft(one.key, column.id, read.ok ? null : { text, message: read.message });
    if (read.ok && text !== cellText(one, column)) sheet.edit([{ key: one.key, patch: read.patch }]);
    return read.ok;
  };

  const textOfArea = (): string | null => {
    const lines: string[][] = [];
    for (let row = area.top; row <= Math.min(area.bottom, rows.total - 1); row += 1) {
      const one = sheet.at(row);
      if (!one) return null;
      lines.push(columns.slice(area.left, area.right + 1).map((column) => cellText(one, column)));
    }
    return writeBlock(lines);
  };
  const onCopy = (event: ClipboardEvent): boolean => {
    event.preventDefault();
    const text = textOfArea();
    if (text === null) say("Nothing was copied.", "Some of these cases are not loaded yet. Scroll down once.");
    else event.clipboardData.setData("text/plain", text);
    return text !== null;
  };
  const clear = () =>
    withEdits(({ readCell }) => {
      const edits: { key: string; patch: CasePatch }[] = [];
      for (let row = area.top; row <= Math.min(area.bottom, rows.total - 1); row += 1) {
        const one = sheet.at(row);
        if (!one) return say("Nothing was cleared.", "Some of these cases are not loaded yet. Scroll down once.");
        const patches = columns.slice(area.left, area.right + 1).flatMap((column) => {
          sheet.keepDraft(one.key, column.id, null);
          const read = readCell(one, column, "");
          return read.ok && cellText(one, column) !== "" ? [read.patch] : [];
        });
        if (patches.length > 0) edits.push({ key: one.key, patch: patches.reduce(joined) });
      }
      if (edits.length > 0) sheet.edit(edits);
    });
  const onPaste = (event: ClipboardEvent) => {
    event.preventDefault();
    const cells = readBlock(event.clipboardData.getData("text/plain"));
    const [[single = ""] = []] = cells;
    const isOne = cells.length === 1 && cells[0]?.length === 1;
    const height = area.bottom - area.top + 1;
    const width = area.right - area.left + 1;
    const filled = isOne ? Array.from({ length: height }, () => Array.from({ length: width }, () => single)) : cells;
    void withEdits(({ planPaste }) => {
      const plan = planPaste(sheet, columns, { row: area.top, column: area.left }, filled);
      if (!plan.ok) return say("Nothing was pasted.", plan.message);
      if (plan.added.length > 0 && !hasNewRow)
        return say("Nothing was pasted.", "Clear the filter before you add cases.");
      sheet.edit(plan.edits, plan.added);
      go({ row: plan.block.top, column: plan.block.left });
      go({ row: plan.block.bottom, column: plan.block.right }, true);
    });
  };

  const step = async (which: Step) => {
    const failure = await sheet.step(which);
    if (failure) say(which === "undo" ? "Nothing was undone." : "Nothing was done again.", failure);
  };
  const remove = async () => {
    const here = sheet.at(active.row);
    const keys = chosen.size > 0 ? [...chosen] : here ? [here.key] : [];
    if (keys.length === 0) return;
    if (keys.length > 1000) return say("Nothing was removed.", "At most 1,000 cases are removed at once.");
    const failure = await sheet.change({ remove: keys });
    if (failure) return say("The cases were not removed.", failure);
    setChosen(new Set());
    go({ row: Math.max(0, Math.min(active.row, rows.total - 1)), column: active.column });
    toast({
      title: keys.length === 1 ? "The case is removed." : `${keys.length} cases are removed.`,
      detail: "Earlier revisions keep them.",
      undo: async () => {
        const back = await sheet.change({ restore: keys }, "apart");
        if (back) say("The cases were not restored.", back);
      },
    });
  };
  const choose = (row: number, isRange: boolean) => {
    const key = rows.keyAt(row);
    if (key === null) return;
    const next = new Set(chosen);
    const keys = isRange
      ? Array.from({ length: Math.abs(row - active.row) + 1 }, (_, index) =>
          rows.keyAt(Math.min(row, active.row) + index),
        )
      : [key];
    const isOn = isRange || !chosen.has(key);
    for (const each of keys) {
      if (each === null) continue;
      if (isOn) next.add(each);
      else next.delete(each);
    }
    setChosen(next);
    go({ row, column: active.column });
  };
  const selectAll = () => {
    go({ row: 0, column: 0 });
    go({ row: Math.max(0, rows.total - 1), column: columns.length - 1 }, true);
  };
  const clearSelection = () => {
    setChosen(new Set());
    go(active);
  };
  const onCut = (event: ClipboardEvent) => {
    if (onCopy(event)) void clear();
  };
  return { write, onCopy, onCut, onPaste, clear, step, remove, choose, selectAll, clearSelection };
}

import type { Block, GridPosition } from "./block";
import type { CaseSheet } from "./case-sheet";
import { type CasePatch, cellText, joined } from "./cell-text";
import type { GridColumn } from "./columns";
import { readCell } from "./read-cell";
import { emptyCase } from "./sheet-changes";

export type PastePlan =
  | { ok: true; edits: { key: string; patch: CasePatch }[]; added: CasePatch[]; block: Block }
  | { ok: false; message: string };

const mostRows = 1_000;

/** Returns the columns that a pasted first row names. Null: the row contains values. A single name may be a value. */
function headOf(columns: readonly GridColumn[], cells: readonly (readonly string[])[]): GridColumn[] | null {
  const [line = []] = cells;
  if (cells.length < 2 || line.length < 2) return null;
  const named = line.map((text) => {
    const name = text.trim().toLowerCase();
    return columns.find(({ id, label }) => label.toLowerCase() === name || id === name);
  });
  const found = named.filter((column) => column !== undefined);
  return found.length === line.length && new Set(found).size === found.length ? found : null;
}

const start = (text: string) => (text.length > 40 ? `${text.slice(0, 39).trimEnd()}…` : text);

/** Returns the changes that pasting a block at a position makes, or the first cell that cannot be read. */
export function planPaste(
  sheet: Pick<CaseSheet, "at" | "rows">,
  columns: readonly GridColumn[],
  { row: top, column: left }: GridPosition,
  block: readonly (readonly string[])[],
): PastePlan {
  const head = headOf(columns, block);
  const cells = head ? block.slice(1) : block;
  if (cells.length > mostRows)
    return { ok: false, message: `${cells.length} rows are more than ${mostRows}. Import them as a file.` };
  const width = Math.max(...cells.map((line) => line.length));
  const into = head ?? columns.slice(left);
  if (width > into.length)
    return { ok: false, message: `${width} columns do not fit from here: ${into.length} are left.` };
  const edits: { key: string; patch: CasePatch }[] = [];
  const added: CasePatch[] = [];
  for (const [index, line] of cells.entries()) {
    const row = top + index;
    const one = sheet.at(row);
    if (!one && row < sheet.rows.total)
      return { ok: false, message: "Some of these cases are not loaded yet. Scroll down once." };
    let patch: CasePatch = {};
    for (const [offset, text] of line.entries()) {
      const column = into[offset];
      if (!column || (one && text === cellText(one, column))) continue;
      const read = readCell(one ?? emptyCase(""), column, text);
      if (!read.ok) return { ok: false, message: `Row ${row + 1}, ${column.label}, “${start(text)}”: ${read.message}` };
      if (one || text !== "") patch = joined(patch, read.patch);
    }
    if (!one) added.push(patch);
    else if (Object.keys(patch).length > 0) edits.push({ key: one.key, patch });
  }
  const at = into.slice(0, width).map((column) => columns.indexOf(column));
  const area = { top, bottom: top + cells.length - 1, left: Math.min(...at), right: Math.max(...at) };
  return { ok: true, edits, added, block: area };
}

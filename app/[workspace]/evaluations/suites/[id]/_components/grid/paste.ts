import type { GridPosition } from "./block";
import type { CaseSheet } from "./case-sheet";
import { type CasePatch, cellText, joined, readCell } from "./cell-text";
import type { GridColumn } from "./columns";
import { emptyCase } from "./sheet-changes";

export type PastePlan =
  | { ok: true; edits: { key: string; patch: CasePatch }[]; added: CasePatch[] }
  | { ok: false; message: string };

const mostRows = 1_000;

/** What a block of texts changes from a place on: all of it can be read, or the first cell that cannot is named. */
export function planPaste(
  sheet: Pick<CaseSheet, "at" | "rows">,
  columns: readonly GridColumn[],
  { row: top, column: left }: GridPosition,
  cells: readonly (readonly string[])[],
): PastePlan {
  if (cells.length > mostRows)
    return { ok: false, message: `${cells.length} rows are more than ${mostRows}. Import them as a file.` };
  const width = Math.max(...cells.map((line) => line.length));
  if (left + width > columns.length)
    return { ok: false, message: `${width} columns do not fit from here: ${columns.length - left} are left.` };
  const edits: { key: string; patch: CasePatch }[] = [];
  const added: CasePatch[] = [];
  for (const [index, line] of cells.entries()) {
    const row = top + index;
    const one = sheet.at(row);
    if (!one && row < sheet.rows.total)
      return { ok: false, message: "Some of these cases are not loaded yet. Scroll down once." };
    let patch: CasePatch = {};
    for (const [offset, text] of line.entries()) {
      const column = columns[left + offset];
      if (!column || (one && text === cellText(one, column))) continue;
      const read = readCell(one ?? emptyCase(""), column, text);
      if (!read.ok) return { ok: false, message: `Row ${row + 1}, ${column.label}: ${read.message}` };
      if (one || text !== "") patch = joined(patch, read.patch);
    }
    if (!one) added.push(patch);
    else if (Object.keys(patch).length > 0) edits.push({ key: one.key, patch });
  }
  return { ok: true, edits, added };
}
